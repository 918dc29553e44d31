// The Socket.IO server of one shard: an Engine.IO application whose sessions carry namespaces.
//
// Shards share nothing but the Hub. Register the same handlers on each:
//
//   Hub hub;
//   ShardServer server(loop, 0, hub, settings);
//   server.of("/").on("message", ...);
//   // net runs `server` as the Application of its Engine.IO endpoint on that loop
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/executor.h"
#include "protocol/engineio/application.h"
#include "realtime/counters.h"
#include "realtime/hub.h"
#include "realtime/namespace.h"
#include "realtime/settings.h"
#include "realtime/socket_table.h"

namespace waycast::realtime {

// Constructed and configured before its loop runs; then used on the loop's thread only.
class ShardServer final : public engineio::Application {
 public:
  // `loop` and `hub` outlive the server. Shards are numbered from 0 without gaps, at most 64.
  ShardServer(Loop& loop, std::uint16_t shard, Hub& hub, const Settings& settings = {});
  ~ShardServer() override;

  // The namespace, made at its first mention. A client that asks for another one is refused.
  Namespace& of(std::string_view name);
  Namespace* find_namespace(std::string_view name) const;  // null: not there

  std::unique_ptr<engineio::SessionListener> on_session(engineio::Session& session) override;

  Socket* find(SocketRef ref) const { return table_.find(ref); }  // null: gone
  Loop& loop() const { return loop_; }
  std::uint16_t shard() const { return shard_; }
  Hub& hub() const { return hub_; }
  const Settings& settings() const { return settings_; }
  const Counters& counters() const { return counters_; }

 private:
  friend class Connection;
  friend class Namespace;
  friend class Socket;

  Loop& loop_;
  const std::uint16_t shard_;
  Hub& hub_;
  const Settings settings_;
  Counters counters_;
  SocketTable table_;
  std::vector<std::unique_ptr<Namespace>> namespaces_;
};

}  // namespace waycast::realtime
