#include "app/demo.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <array>
#include <filesystem>

#include "app/demo_page.h"
#include "app/open_store.h"
#include "app/setting_table.h"
#include "auth/jwt.h"
#include "simulate/simulation.h"
#include "storage/seed.h"

namespace waycast::app {

namespace {

constexpr double kBookingsPerMinute = 6;

// What adapt() sets.
constexpr std::array<std::string_view, 6> kDecided{"database",
                                                   "address",
                                                   "tls_certificate",
                                                   "tls_key",
                                                   "requests_per_address",
                                                   "requests_per_identity"};

std::string database_in(const std::string& folder) { return "sqlite:" + folder + "/waycast.db"; }

Result<void> fill(const std::string& folder, int pilots) {
  const SystemClock clock;
  Settings settings;
  settings.database = database_in(folder);
  const auto store = open_store(settings, OpenFor::kCommand, clock);
  if (!store) return std::unexpected(store.error());
  for (const auto seed : {seed_database, seed_simulation}) {
    if (auto seeded = seed(**store, pilots, clock.now()); !seeded) {
      return std::unexpected(seeded.error());
    }
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

Result<void> check_demo_flags(const std::map<std::string, std::string>& flags) {
  for (const auto name : kDecided) {
    const auto given = flags.find(std::string(name));
    if (given == flags.end() || given->second.empty()) continue;
    const auto flag = flag_name(*find_setting(name));
    return fail(
        Code::kValidation,
        fmt::format("--demo and {} contradict each other: a demo decides that itself", flag),
        std::string(name));
  }
  return {};
}

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
  if (auto filled = fill(pattern, pilots); !filled) {
    return std::unexpected(filled.error());
  }
  return demo;
}

void Demo::adapt(Settings& settings) const {
  settings.database = database_in(folder_);
  settings.jwt_secret = kDemoSecret;
  settings.net.address = kDemoAddress;
  settings.net.tls.reset();
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
