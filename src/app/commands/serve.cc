#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "app/application.h"
#include "app/commands/command.h"
#include "app/demo.h"
#include "app/open_store.h"
#include "app/process.h"
#include "app/reload.h"
#include "app/signals.h"
#include "app/version.h"
#include "auth/secret_policy.h"
#include "net/tls.h"

namespace waycast::app {

namespace {

struct ServeFlags {
  bool demo = false;
  int pilots = 20;
};

using Reload = std::function<void(Application&)>;

std::string address_of(const Settings& settings) {
  return settings.net.address.empty() ? "every address" : "address " + settings.net.address;
}

void say_started(const Application& application, const Settings& settings) {
  spdlog::info("listening on port {}, {}: waycast {}, database {}, TLS {}, {} shard(s)",
               application.port(), address_of(settings), kVersion,
               store_name(settings).value_or(""), settings.net.tls ? "on" : "off",
               application.shard_count());
  if (settings.webhook.otp_url.empty()) {
    spdlog::warn(
        "one-time passwords go to this log, for want of otp_webhook_url: who reads it can "
        "sign in as anybody");
  }
}

// A start-up that was interrupted is no failure.
int give_up(const Signals& signals, const Error& error) {
  if (signals.stop_signal() == 0) return report(error, kFailure);
  spdlog::info("stopped by signal {} before start-up was complete", signals.stop_signal());
  return kSuccess;
}

// Runs until a signal. Everything is stopped and committed when it returns.
int serve(const Settings& settings, Signals& signals, const Reload& reload_now, Demo* demo) {
  const SystemClock clock;
  const StartPatience patience{
      .lock_wait = settings.lock_wait,
      .stop_within = [&signals](Duration limit) { return signals.stop_within(limit); }};
  auto application = Application::create(settings, clock, patience);
  if (!application) return give_up(signals, application.error());
  if (const auto started = (*application)->start(patience); !started) {
    return give_up(signals, started.error());
  }
  signals.started();
  say_started(**application, settings);
  if (demo != nullptr) {
    demo->play((*application)->port());
    spdlog::info("demo: http://{}:{}/api-docs, tokens by: {}", kDemoAddress, (*application)->port(),
                 "waycast token --demo --type user --id user-000000");
  }
  while (signals.next() == Signals::Event::kReload) reload_now(**application);
  spdlog::info("stopping after signal {}", signals.stop_signal());
  if (demo != nullptr) demo->stop();
  (*application)->stop();
  spdlog::info("stopped");
  return kSuccess;
}

int serve_demo(Settings settings, const ServeFlags& flags, Signals& signals,
               const Reload& reload_now) {
  auto demo = Demo::prepare(flags.pilots);
  if (!demo) return report(demo.error(), kFailure);
  (*demo)->adapt(settings);
  return serve(settings, signals, reload_now, demo->get());
}

// What is wrong with the settings of a server, before anything is opened.
Result<void> check(const Settings& settings) {
  if (auto checked = auth::check_secret(settings.jwt_secret); !checked) return checked;
  if (settings.jwt_secret == kDemoSecret) {
    return fail(Code::kValidation, "JWT_SECRET: this one is the demo's, known to everybody");
  }
  if (const auto name = store_name(settings); !name) return std::unexpected(name.error());
  if (!settings.net.tls) return {};
  const auto context = net::TlsContext::load(*settings.net.tls);
  if (!context) return std::unexpected(context.error());
  return {};
}

int run(const ServeFlags& flags, const Invocation& invocation) {
  Signals signals;
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  log_doubts(invocation, *loaded);
  signals.listen();
  raise_descriptor_limit();
  const Settings& settings = loaded->settings;
  const Reload reload_now = [&](Application& application) {
    reload(application, settings, sources_of(invocation));
  };
  const auto checked = flags.demo ? check_demo_flags(invocation.setting_flags) : check(settings);
  if (!checked) return report(checked.error(), kUsage);
  if (flags.demo) return serve_demo(settings, flags, signals, reload_now);
  return serve(settings, signals, reload_now, nullptr);
}

}  // namespace

void add_serve(CLI::App& app, Invocation& invocation) {
  auto& command = add_command(
      app, invocation, "serve",
      "Run the server until SIGTERM, SIGINT or SIGQUIT; SIGHUP reads the settings again");
  auto flags = std::make_shared<ServeFlags>();
  auto* demo =
      command.add_flag("--demo", flags->demo,
                       "Serve a throwaway database with people on the move, on 127.0.0.1 only.\n"
                       "Nothing has to be set for it.");
  command.add_option("--demo-pilots", flags->pilots, "How many pilots the demo has.")
      ->capture_default_str()
      ->check(CLI::Range(1, 99'999))
      ->needs(demo);
  command.footer(
      "Every flag has an environment variable, and a line in the file that --config names.\n\n"
      "  waycast serve --demo\n"
      "  JWT_SECRET=... waycast serve --port 5000 --database sqlite:/var/lib/waycast/waycast.db\n"
      "  waycast serve --config /etc/waycast.toml --shards 4");
  command.callback([flags, &invocation] { invocation.exit_code = run(*flags, invocation); });
}

}  // namespace waycast::app
