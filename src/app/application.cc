#include "app/application.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "api/api.h"
#include "app/event_fan_out.h"
#include "app/memory_trim.h"
#include "app/metrics.h"
#include "app/open_store.h"
#include "app/rest_host.h"
#include "app/store_watch.h"
#include "app/version.h"
#include "auth/jwt.h"
#include "auth/otp_sender.h"
#include "base/shard_set.h"
#include "base/thread_loop.h"
#include "gateway/gateway.h"
#include "net/engineio_server.h"
#include "net/server.h"
#include "realtime/hub.h"
#include "realtime/shard_server.h"
#include "tracking/dispatch/dispatch_service.h"
#include "webhook/webhook_events.h"
#include "webhook/webhook_otp_sender.h"

namespace waycast::app {

namespace {

// Together below the ten seconds that a stop may take.
constexpr std::chrono::seconds kFlushLimit{3};
constexpr std::chrono::seconds kCloseLimit{5};

// As many as there are cores, within what a process may have.
std::size_t default_shards() {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMaxShards);
}

std::vector<std::string> allowed_origins(const Settings& settings) {
  if (settings.client_origins.empty()) return {"*"};
  return settings.client_origins;
}

std::size_t trusted_proxies(const Settings& settings) {
  return std::max<std::size_t>(settings.trusted_proxies, settings.trust_forwarded_for ? 1 : 0);
}

net::EngineioSettings engineio_settings(const Settings& settings) {
  net::EngineioSettings out{.engine = settings.engine,
                            .cors = {.origins = allowed_origins(settings)},
                            .limits = settings.sessions};
  out.limits.trusted_proxies = trusted_proxies(settings);
  out.handshake = {.headers = {}, .max_bytes = 0};  // the gateway reads nothing of it
  return out;
}

realtime::Settings socketio_settings(const Settings& settings) {
  realtime::Settings out = settings.sockets;
  // No event of ours has attachments: one packet is one message.
  out.limits.max_packet = settings.engine.max_payload;
  return out;
}

api::Settings api_settings(const Settings& settings) {
  api::Settings out;
  out.version = kVersion;
  out.token_ttl = settings.jwt_expires_in;
  out.otp_expiry = std::chrono::minutes(settings.otp_expiry_minutes);
  out.cors = {.origins = allowed_origins(settings)};
  out.per_address = api::RateLimit::a_minute(settings.requests_of_address);
  out.per_identity = api::RateLimit::a_minute(settings.requests_of_identity);
  out.nearby_per_identity = api::RateLimit::a_minute(settings.nearby_of_identity);
  out.login_codes = settings.login_codes;
  out.trusted_proxies = trusted_proxies(settings);
  out.socket_io_js = settings.client_script;
  out.home_page = settings.home_page;
  out.jobs = {.radius_km = settings.dispatch.match.last_radius_km,
              .position_max_age = settings.dispatch.match.position_max_age,
              .scheduled_lead = settings.dispatch.match.scheduled_lead};
  out.accounts = settings.dispatch.accounts;
  return out;
}

std::unique_ptr<auth::OtpSender> make_otp_sender(const WebhookSettings& settings,
                                                 webhook::Sender& sender, const Clock& clock) {
  if (settings.otp_url.empty()) return std::make_unique<auth::LogOtpSender>();
  return std::make_unique<webhook::WebhookOtpSender>(sender, settings.otp_url, clock);
}

// Numbered above all of an earlier run, which counted on from its own start.
realtime::RecoverySettings recovery_settings(const Settings& settings, const Clock& clock) {
  realtime::RecoverySettings recovery = settings.recovery;
  recovery.numbers_after = static_cast<std::uint64_t>(clock.now().time_since_epoch().count());
  return recovery;
}

}  // namespace

// Members are made from top to bottom and destroyed from bottom to top.
struct Application::Parts {
  Parts(const Settings& settings, std::unique_ptr<Store> opened, const Clock& clock)
      : store(std::move(opened)),
        jwt(settings.jwt_secret),
        server(settings.net, clock),
        hub(recovery_settings(settings, clock)),
        gateway(hub, *store, jwt, clock, settings.live),
        webhooks({.secret = settings.webhook.secret, .retry = {.limit = settings.webhook.queued}},
                 clock),
        webhook_events(webhooks, settings.webhook.urls, clock),
        otp_sender(make_otp_sender(settings.webhook, webhooks, clock)),
        dispatch_loop(clock, "dispatch"),
        background(clock, "background"),
        dispatch(dispatch_loop, *store, events, settings.dispatch),
        engineio(engineio_settings(settings)),
        store_watch(background, *store),
        memory_trim(background),
        api({*store, dispatch, gateway, jwt, *otp_sender, background, clock, refusals},
            api_settings(settings), probes()) {
    events.add(gateway);
    if (!settings.webhook.urls.empty()) events.add(webhook_events);
    for (std::size_t index = 0; index < server.shard_count(); ++index) {
      wire_shard(index, socketio_settings(settings));
    }
    gateway.set_dispatch(dispatch, dispatch);
  }

  void wire_shard(std::size_t index, const realtime::Settings& socketio) {
    net::Shard& shard = server.shard(index);
    auto& sockets = *sockets_of_shard.emplace_back(std::make_unique<realtime::ShardServer>(
        shard, static_cast<std::uint16_t>(index), hub, socketio));
    gateway.add_shard(sockets);
    engineio.add(shard, sockets);
    server.router(index).add("/socket.io", engineio.handler(index), engineio.route_options(index));
    RestCounters& counters = *rest_counters.emplace_back(std::make_unique<RestCounters>());
    serve_rest(server.router(index), api, shard, counters);
  }

  // Returns when all that was accepted so far is committed, or the limit has passed.
  void flush_store() {
    auto committed = std::make_shared<std::promise<void>>();
    auto done = committed->get_future();
    store->write(
        background, [](StoreWrites&) -> Result<void> { return {}; },
        [committed](const Result<void>&) { committed->set_value(); });
    if (done.wait_for(kFlushLimit) != std::future_status::ready) {
      spdlog::error("the database did not commit what was accepted within {} s",
                    kFlushLimit.count());
    }
  }

  api::Probes probes() {
    return {.ready = [this] { return store_watch.check(); },
            .metrics = [this] { return metrics(); }};
  }

  std::string metrics() {
    return metrics_page({server, engineio, sockets_of_shard, gateway, dispatch, rest_counters,
                         store->counters(), webhooks, refusals, api});
  }

  std::unique_ptr<Store> store;
  const auth::Jwt jwt;
  net::Server server;
  realtime::Hub hub;
  std::vector<std::unique_ptr<realtime::ShardServer>> sockets_of_shard;
  std::vector<std::unique_ptr<RestCounters>> rest_counters;  // of each shard
  gateway::Gateway gateway;
  webhook::Sender webhooks;
  webhook::WebhookEvents webhook_events;
  std::unique_ptr<auth::OtpSender> otp_sender;
  EventFanOut events;
  ThreadLoop dispatch_loop;
  ThreadLoop background;
  DispatchService dispatch;
  net::EngineioServer engineio;
  StoreWatch store_watch;
  api::LimitCounters refusals;
  MemoryTrim memory_trim;
  api::Api api;
};

Result<std::unique_ptr<Application>> Application::create(const Settings& settings,
                                                         const Clock& clock,
                                                         const StartPatience& patience) {
  Settings complete = settings;
  complete.net.shards = settings.shards > 0 ? settings.shards : default_shards();
  complete.net.stop_timeout = kCloseLimit;
  complete.net.max_queued = settings.engine.max_queued_bytes;
  // A proxy's connections all have its address.
  if (trusted_proxies(settings) > 0) complete.net.max_connections_of_address = 0;
  auto zone = TimeZone::load(settings.time_zone);
  if (!zone) return std::unexpected(zone.error());
  complete.dispatch.time_zone = *std::move(zone);
  auto store = open_patiently([&] { return open_store(complete, OpenFor::kServer, clock); }, clock,
                              patience);
  if (!store) return std::unexpected(store.error());
  return std::unique_ptr<Application>(
      new Application(std::make_unique<Parts>(complete, *std::move(store), clock)));
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Application::~Application() { stop(); }

Result<void> Application::start(const StartPatience& patience) {
  auto loaded = std::make_shared<std::promise<void>>();
  const auto done = loaded->get_future();
  parts_->dispatch.start([loaded] { loaded->set_value(); });
  if (auto ready = await_loaded(done, *parts_->store, SystemClock(), patience); !ready) {
    return ready;
  }
  parts_->store->log_failures();
  parts_->gateway.restore_pilots();
  if (auto started = parts_->server.start(); !started) return started;
  parts_->store_watch.start();
  parts_->memory_trim.start();
  return {};
}

std::uint16_t Application::port() const { return parts_->server.port(); }

std::size_t Application::shard_count() const { return parts_->server.shard_count(); }

Result<void> Application::reload_tls(const net::TlsSettings& files) {
  return parts_->server.reload_tls(files);
}

void Application::stop() {
  parts_->store_watch.set_stopping();
  parts_->server.stop([this] { parts_->flush_store(); });
  parts_->dispatch_loop.stop();
  parts_->store->stop();
  parts_->background.stop();
}

}  // namespace waycast::app
