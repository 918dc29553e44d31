// What operators and browsers ask of the server itself: liveness, readiness, metrics, documents.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "api/call.h"
#include "api/documents.h"
#include "api/resources.h"
#include "api/static_document.h"

namespace waycast::api {
namespace {

Handler health(const Services& services, const Settings& settings) {
  return [&settings, &services, started = services.clock.steady()](const CallRef& call) {
    const auto up = std::chrono::floor<std::chrono::seconds>(services.clock.steady() - started);
    call->ok("OK", json_text([&](JsonWriter& json) {
               json.begin_object().field("status", "ok").field("version", settings.version);
               json.field("uptime", static_cast<std::int64_t>(up.count())).end_object();
             }));
  };
}

Handler ready(const Probes& probes) {
  return [probe = probes.ready](const CallRef& call) {
    const Readiness state = probe();
    const auto data = json_text([&](JsonWriter& json) {
      json.begin_object().field("status", state.ready ? "ready" : "not ready");
      json.key("checks").begin_object();
      for (const auto& [name, value] : state.checks) json.field(name, value);
      json.end_object().end_object();
    });
    if (state.ready) return call->ok("Ready", data);
    auto response = failure(Error{Code::kUnavailable, "Not ready", {}});
    response.body.insert(response.body.size() - 1, ",\"data\":" + data);
    call->send(std::move(response));
  };
}

Handler metrics(const Probes& probes) {
  return [text = probes.metrics](const CallRef& call) {
    call->send(text_response("text/plain; version=0.0.4; charset=utf-8", text()));
  };
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The given file, or the one built in. Read once, at start-up: no shard waits for the disk.
Handler client_script(const std::string& path) {
  auto script = path.empty() ? std::string(documents::socket_io_client()) : file_text(path);
  if (script.empty()) return [](const CallRef& call) { call->fail(Code::kNotFound); };
  auto page = text_response("application/javascript; charset=utf-8", std::move(script));
  page.headers.push_back({"Cache-Control", "public, max-age=0"});
  return static_document(std::move(page));
}

}  // namespace

void add_system_routes(Router& router, const Services& services, const Settings& settings,
                       const Probes& probes) {
  for (const std::string_view root : {"", "/_waycast"}) {
    const auto add = [&](std::string_view path, Handler handler) {
      router.add("GET", fmt::format("{}{}", root, path), Access::kPublic, std::move(handler),
                 Throttle::kFree);
    };
    add("/health", health(services, settings));
    add("/ready", ready(probes));
    add("/metrics", metrics(probes));
    add("/openapi.json", static_document("application/json; charset=utf-8", documents::openapi()));
    add("/asyncapi.json",
        static_document("application/json; charset=utf-8", documents::asyncapi()));
    add("/socket.io/socket.io.js", client_script(settings.socket_io_js));
    if (!settings.home_page.empty()) {
      add("/", static_document("text/html; charset=utf-8", settings.home_page));
    }
  }
}

}  // namespace waycast::api
