#include "app/demo.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <filesystem>

#include "app/demo_page.h"
#include "auth/jwt.h"
#include "simulate/simulation.h"
#include "storage/seed.h"

namespace waycast::app {

namespace {

constexpr double kBookingsPerMinute = 6;

std::string database_in(const std::string& folder) { return folder + "/waycast.db"; }

Result<void> fill(const std::string& path, int pilots, TimePoint now) {
  if (auto seeded = seed_database(path, pilots, now); !seeded) {
    return std::unexpected(seeded.error());
  }
  if (auto seeded = seed_simulation(path, pilots, now); !seeded) {
    return std::unexpected(seeded.error());
  }
  return {};
}

simulate::Settings city_settings(std::uint16_t port, int pilots) {
  simulate::Settings settings;
  settings.server = fmt::format("http://{}:{}", kDemoAddress, port);
  settings.pilots = pilots;
  settings.bookings_per_minute = kBookingsPerMinute;
  settings.handle_signals = false;
  settings.print = [](const std::string& line) { spdlog::info("{}", line); };
  return settings;
}

}  // namespace

Demo::Demo(std::string folder, int pilots) : folder_(std::move(folder)), pilots_(pilots) {}

Demo::~Demo() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Result<std::unique_ptr<Demo>> Demo::prepare(int pilots) {
  std::string pattern = std::filesystem::temp_directory_path() / "waycast-demo-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    return fail(Code::kInternal, fmt::format("{}: cannot be made", pattern));
  }
  auto demo = std::unique_ptr<Demo>(new Demo(pattern, pilots));
  if (auto filled = fill(database_in(pattern), pilots, SystemClock().now()); !filled) {
    return std::unexpected(filled.error());
  }
  return demo;
}

void Demo::adapt(Settings& settings) const {
  settings.database = "sqlite:" + database_in(folder_);
  settings.jwt_secret = kDemoSecret;
  settings.net.address = kDemoAddress;
  settings.requests_of_address = 0;
  settings.requests_of_identity = 0;
  settings.home_page = std::string(demo_page());
}

void Demo::play(std::uint16_t port) {
  city_ = std::thread([this, port] {
    const SystemClock clock;
    const auth::Jwt jwt(kDemoSecret);
    auto settings = city_settings(port, pilots_);
    settings.token = [&](Role role, const std::string& id) {
      return jwt.sign({role, id, "", std::nullopt}, std::chrono::days{7}, clock.now());
    };
    const auto played = simulate::run(settings, clock, stopping_);
    if (!played) spdlog::error("the demo city stands still: {}", played.error().message);
  });
}

void Demo::stop() {
  stopping_ = true;
  if (city_.joinable()) city_.join();
}

}  // namespace waycast::app
