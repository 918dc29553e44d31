#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <memory>

#include "app/commands/command.h"
#include "app/demo.h"
#include "app/setting_values.h"
#include "auth/jwt.h"
#include "auth/secret_policy.h"
#include "simulate/simulation.h"

namespace waycast::app {

namespace {

struct SimulateFlags {
  simulate::Settings simulation;
  std::string duration;
  bool demo = false;
};

int run(SimulateFlags& flags, const Invocation& invocation) {
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  const std::string secret = flags.demo ? std::string(kDemoSecret) : loaded->settings.jwt_secret;
  if (!flags.demo) {
    if (auto checked = auth::check_secret(secret); !checked) return report(checked.error(), kUsage);
  }
  if (!flags.duration.empty()) {
    const auto duration = parse_time_span(flags.duration);
    if (!duration) {
      return report({Code::kValidation, "--duration " + duration.error().message, {}}, kUsage);
    }
    flags.simulation.duration = *duration;
  }
  const SystemClock clock;
  const auth::Jwt jwt(secret);
  flags.simulation.token = [&](Role role, const std::string& id) {
    return jwt.sign({role, id, "", std::nullopt}, std::chrono::days{1}, clock.now());
  };
  flags.simulation.print = [](const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  const std::atomic<bool> stop = false;
  const auto violations = simulate::run(flags.simulation, clock, stop);
  if (!violations) {
    const bool is_usage = violations.error().code == Code::kValidation;
    return report(violations.error(), is_usage ? kUsage : kFailure);
  }
  return *violations == 0 ? kSuccess : kFailure;
}

}  // namespace

void add_simulate(CLI::App& app, Invocation& invocation) {
  auto& command = add_command(app, invocation, "simulate",
                              "Play a city of pilots and customers against a running server",
                              {"log_level", "log_format"});
  auto flags = std::make_shared<SimulateFlags>();
  auto& simulation = flags->simulation;
  command.add_option("--server", simulation.server, "The URL of the server.")
      ->capture_default_str();
  command.add_option("--pilots", simulation.pilots, "How many pilots are on the road.")
      ->capture_default_str()
      ->check(CLI::Range(0, 999'999));
  command
      .add_option("--bookings-per-minute", simulation.bookings_per_minute,
                  "How many bookings are made in a simulated minute.")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1e6));
  command.add_option("--speed", simulation.speed, "How many simulated seconds pass in a real one.")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 1e4));
  command
      .add_option("--seed", simulation.seed,
                  "A number that the city grows from: the same one plays the same city.")
      ->capture_default_str();
  command.add_option("--duration", flags->duration,
                     "How long to run in real time, such as 10m. Without it, for ever.");
  command.add_flag("--demo", flags->demo, "Sign for a server that runs with --demo.");
  command.footer(
      "The server's database needs the accounts of `waycast seed --simulation` and this command "
      "its\n"
      "JWT_SECRET. Exits with 1 if an invariant (docs/domain.md) was broken.\n\n"
      "  waycast seed --pilots 100 --simulation\n"
      "  waycast simulate --pilots 100 --speed 10 --duration 5m");
  command.callback([flags, &invocation] { invocation.exit_code = run(*flags, invocation); });
}

}  // namespace waycast::app
