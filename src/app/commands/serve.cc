#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/application.h"
#include "app/commands/command.h"
#include "app/demo.h"
#include "app/process.h"
#include "auth/secret_policy.h"

namespace waycast::app {

namespace {

struct ServeFlags {
  bool demo = false;
  int pilots = 20;
};

// Runs until a signal. Everything is stopped and committed when it returns.
int serve(const Settings& settings, StopSignals& signals, Demo* demo) {
  const SystemClock clock;
  auto application = Application::create(settings, clock);
  if (!application) return report(application.error(), kFailure);
  if (const auto started = (*application)->start(); !started) {
    return report(started.error(), kFailure);
  }
  spdlog::info("listening on port {}, {} shard(s)", (*application)->port(),
               (*application)->shard_count());
  if (demo != nullptr) {
    demo->play((*application)->port());
    spdlog::info("demo: http://{}:{}/api-docs, tokens by: {}", kDemoAddress, (*application)->port(),
                 "waycast token --demo --type user --id user-000000");
  }
  const int signal = signals.wait();
  signals.restore_default();
  spdlog::info("stopping after signal {}", signal);
  if (demo != nullptr) demo->stop();
  (*application)->stop();
  spdlog::info("stopped");
  return kSuccess;
}

int serve_demo(Settings settings, const ServeFlags& flags, StopSignals& signals) {
  auto demo = Demo::prepare(flags.pilots);
  if (!demo) return report(demo.error(), kFailure);
  (*demo)->adapt(settings);
  return serve(settings, signals, demo->get());
}

int run(const ServeFlags& flags, const Invocation& invocation) {
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  StopSignals signals;
  raise_descriptor_limit();
  if (flags.demo) return serve_demo(loaded->settings, flags, signals);
  if (auto checked = auth::check_secret(loaded->settings.jwt_secret); !checked) {
    return report(checked.error(), kUsage);
  }
  if (loaded->settings.jwt_secret == kDemoSecret) {
    return report({Code::kValidation, "JWT_SECRET: this one is the demo's, known to everybody", {}},
                  kUsage);
  }
  return serve(loaded->settings, signals, nullptr);
}

}  // namespace

void add_serve(CLI::App& app, Invocation& invocation) {
  auto& command = add_command(app, invocation, "serve", "Run the server until SIGTERM or SIGINT");
  auto flags = std::make_shared<ServeFlags>();
  command.add_flag(
      "--demo", flags->demo,
      "a throwaway database with people on the move, on 127.0.0.1 only; needs nothing");
  command.add_option("--demo-pilots", flags->pilots, "how many of them")->capture_default_str();
  command.footer(
      "Every flag has an environment variable, and a line in the file that --config names.\n\n"
      "  waycast serve --demo\n"
      "  JWT_SECRET=... waycast serve --port 5000 --database sqlite:/var/lib/waycast/waycast.db\n"
      "  waycast serve --config /etc/waycast.toml --shards 4");
  command.callback([flags, &invocation] { invocation.exit_code = run(*flags, invocation); });
}

}  // namespace waycast::app
