#include "app/start_patience.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/setting_values.h"

namespace waycast::app {

namespace {

constexpr Duration kBetween{100};

// One wait for the database: says when it begins, and when it has been too long.
class Wait {
 public:
  Wait(const Clock& clock, const StartPatience& patience)
      : clock_(clock), patience_(patience), until_(clock.steady() + patience.lock_wait) {}

  // Returns when it may be tried again, or why it may not.
  Result<void> after(const Error& problem) {
    if (problem.code != Code::kUnavailable) return std::unexpected(problem);
    if (clock_.steady() >= until_) {
      return fail(Code::kDatabase, fmt::format("{}, still after {}", problem.message,
                                               show_time_span(patience_.lock_wait)));
    }
    if (!std::exchange(is_said_, true)) {
      spdlog::warn("{}: waiting for it, {} at most", problem.message,
                   show_time_span(patience_.lock_wait));
    }
    if (patience_.stop_within(kBetween)) return std::unexpected(problem);
    return {};
  }

 private:
  const Clock& clock_;
  const StartPatience& patience_;
  const SteadyTime until_;
  bool is_said_ = false;
};

}  // namespace

Result<std::unique_ptr<Store>> open_patiently(const OpenStore& open, const Clock& clock,
                                              const StartPatience& patience) {
  Wait wait(clock, patience);
  for (;;) {
    auto store = open();
    if (store) return store;
    if (const auto again = wait.after(store.error()); !again) {
      return std::unexpected(again.error());
    }
  }
}

Result<void> await_loaded(const std::future<void>& loaded, const Store& store, const Clock& clock,
                          const StartPatience& patience) {
  Wait wait(clock, patience);
  while (loaded.wait_for(kBetween) != std::future_status::ready) {
    if (const auto problem = store.read_problem()) {
      if (auto again = wait.after(*problem); !again) return again;
    } else if (patience.stop_within(Duration{0})) {
      return fail(Code::kUnavailable, "start-up was given up");
    }
  }
  return {};
}

}  // namespace waycast::app
