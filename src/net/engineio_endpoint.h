// One shard's Engine.IO server: finds the session that a request is for, here or on the shard that
// its sid names (Engine.IO protocol v4, "HTTP long-polling", "WebSocket").
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "net/counters.h"
#include "net/engineio_answers.h"
#include "net/engineio_session.h"
#include "net/engineio_settings.h"
#include "net/http_server.h"
#include "net/session_gate.h"
#include "net/shard.h"

namespace waycast::net {

class EngineioEndpoint;
using EngineioEndpoints = std::vector<std::unique_ptr<EngineioEndpoint>>;  // by shard

// Written by the shard's thread, read by any.
struct EngineioCounters {
  Counter sessions_open;  // now
  Counter sessions_opened;
  Counter upgrades;
  Counter errors;                    // requests that were refused
  Counter refused_full;              // sessions over SessionLimits::max_sessions
  Counter refused_address;           // sessions over SessionLimits::max_of_address
  std::array<Counter, 9> closed_by;  // by engineio::CloseReason
};

// Used on its shard only, but for counters().
class EngineioEndpoint {
 public:
  // What every session sends, encoded once.
  struct Packets {
    engineio::PacketRef ping;
    engineio::PacketRef noop;
    engineio::PacketRef close;
    engineio::PacketRef probe;  // 3probe
  };

  // All arguments outlive the endpoint.
  EngineioEndpoint(Shard& shard, engineio::Application& application,
                   const EngineioSettings& settings, SessionGate& gate,
                   const EngineioEndpoints& all);

  void handle(std::unique_ptr<Exchange> exchange);
  // A request begins to arrive; the result lives until it is here (RouteOptions::on_head).
  std::shared_ptr<void> on_head(const http::Request& head);
  // Ends every session, so that clients connect again, elsewhere.
  void close_all();
  const EngineioCounters& counters() const { return counters_; }

  // For its sessions.
  Shard& shard() const { return shard_; }
  engineio::Application& application() const { return application_; }
  const EngineioSettings& settings() const { return settings_; }
  const Packets& packets() const { return packets_; }
  SteadyTime now() const { return shard_.clock().steady(); }
  void respond(Exchange& exchange, http::Response response) const;
  void watch_poll(Exchange& exchange, const std::string& sid);
  void post_flush(const std::string& sid);
  void post_finish(const std::string& sid);
  void count_upgrade() { counters_.upgrades.add(); }
  void count_close(engineio::CloseReason reason) {
    counters_.closed_by[static_cast<std::size_t>(reason)].add();
  }

 private:
  using Transport = engineio::Transport;

  void open(std::unique_ptr<Exchange> exchange, Transport transport);
  void resume(std::unique_ptr<Exchange> exchange, Transport transport, const std::string& sid);
  void refuse(Exchange& exchange, EngineioError error);
  void refuse(Exchange& exchange, SessionGate::Refusal refusal);
  EngineioSession* find(std::string_view sid) const;
  void finish(std::string_view sid);

  Shard& shard_;
  engineio::Application& application_;
  const EngineioSettings& settings_;
  SessionGate& gate_;
  const EngineioEndpoints& all_;
  const Packets packets_;
  EngineioCounters counters_;
  bool stopping_ = false;
  std::unordered_map<std::string_view, std::unique_ptr<EngineioSession>> sessions_;  // by own sid
};

}  // namespace waycast::net
