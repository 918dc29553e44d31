#include "simulate/simulation.h"

#include <fmt/format.h>

#include <atomic>
#include <deque>
#include <memory>

#include "simulate/sim_customer.h"
#include "simulate/sim_pilot.h"
#include "simulate/world.h"

namespace waycast::simulate {
namespace {

constexpr Duration kStep{200};
constexpr Duration kSummaryEvery{5'000};
constexpr Duration kGoodbye{1'500};

// What a server says of itself, 0 without an answer.
int health(const Endpoint& server) {
  Reactor reactor;
  int answered = 0;
  reactor.request(server, "GET", "/_waycast/health", "", "",
                  [&](int status, const boost::json::value&) {
                    answered = status;
                    reactor.stop();
                  });
  reactor.run();
  return answered;
}

class Simulation {
 public:
  Simulation(const Settings& settings, const Endpoint& server, const Clock& clock)
      : settings_(settings),
        city_(settings.seed),
        world_{reactor_, city_, clock, server, settings.speed, settings.token},
        random_(settings.seed) {
    for (int i = 0; i < settings.pilots; ++i) add_pilot(i);
    for (int i = 0; i < settings.pilots * 2; ++i) add_customer(i);
  }

  std::uint64_t run(const std::atomic<bool>& stop_requested) {
    start_ = last_step_ = world_.clock.steady();
    last_line_ = start_;
    start_pilots();
    if (settings_.handle_signals) reactor_.on_interrupt([this] { finish(); });
    step(stop_requested);
    reactor_.run();
    return world_.invariants.violations();
  }

 private:
  void add_pilot(int index) {
    Random mine = random_.fork(static_cast<std::uint64_t>(index));
    const Crossing start = city_.random_crossing(mine);
    pilots_.push_back(std::make_unique<SimPilot>(world_, fmt::format("sim-pilot-{:06}", index),
                                                 fmt::format("sim-vehicle-{:06}", index), start,
                                                 mine));
  }

  void add_customer(int index) {
    customers_.push_back(
        std::make_unique<SimCustomer>(world_, fmt::format("sim-user-{:06}", index),
                                      random_.fork(1'000'000 + static_cast<std::uint64_t>(index))));
  }

  // A few at a time, as a city wakes up.
  void start_pilots(std::size_t first = 0) {
    const std::size_t end = std::min(first + 25, pilots_.size());
    for (std::size_t i = first; i < end; ++i) pilots_[i]->start();
    if (end < pilots_.size()) reactor_.after(Duration{100}, [this, end] { start_pilots(end); });
  }

  void step(const std::atomic<bool>& stop_requested) {
    const SteadyTime now = world_.clock.steady();
    const double seconds = static_cast<double>((now - last_step_).count()) / 1000 * world_.speed;
    last_step_ = now;
    for (auto& pilot : pilots_) pilot->move(seconds);
    book(seconds);
    print_sometimes(now);
    const bool over = settings_.duration && now - start_ >= *settings_.duration;
    if (over || stop_requested) return finish();
    if (!world_.stopping) reactor_.after(kStep, [this, &stop_requested] { step(stop_requested); });
  }

  void book(double simulated_seconds) {
    bookings_due_ += settings_.bookings_per_minute / 60 * simulated_seconds;
    for (; bookings_due_ >= 1; bookings_due_ -= 1) {
      const std::size_t first = random_.below(customers_.size());
      for (std::size_t i = 0; i < customers_.size(); ++i) {
        auto& customer = *customers_[(first + i) % customers_.size()];
        if (!customer.is_free()) continue;
        customer.book();
        break;
      }
    }
  }

  void print_sometimes(SteadyTime now) {
    if (now - last_line_ < kSummaryEvery) return;
    last_line_ = now;
    print_line();
  }

  void print_line() {
    const auto elapsed = static_cast<double>((world_.clock.steady() - start_).count()) / 1000;
    settings_.print(world_.summary.line(elapsed, world_.invariants.violations()));
  }

  void finish() {
    if (std::exchange(world_.stopping, true)) return;
    for (auto& pilot : pilots_) pilot->finish();
    for (auto& customer : customers_) customer->finish();
    print_line();
    for (const std::string& what : world_.invariants.examples()) settings_.print("broken: " + what);
    reactor_.after(kGoodbye, [this] { reactor_.stop(); });
  }

  const Settings& settings_;
  Reactor reactor_;
  City city_;
  World world_;
  Random random_;
  std::deque<std::unique_ptr<SimPilot>> pilots_;
  std::deque<std::unique_ptr<SimCustomer>> customers_;
  double bookings_due_ = 0;
  SteadyTime start_, last_step_, last_line_;
};

}  // namespace

Result<std::uint64_t> run(const Settings& settings, const Clock& clock,
                          const std::atomic<bool>& stop) {
  const auto server = parse_url(settings.server);
  if (!server) return std::unexpected(server.error());
  if (const int status = health(*server); status != 200) {
    return fail(Code::kUnavailable,
                status == 0
                    ? fmt::format("no server answers at {}", settings.server)
                    : fmt::format("{} answers {}: not a Waycast server", settings.server, status));
  }
  return Simulation(settings, *server, clock).run(stop);
}

}  // namespace waycast::simulate
