#include "gateway/shard_gateway.h"

#include <utility>

#include "gateway/answer.h"
#include "gateway/event_table.h"

namespace waycast::gateway {

ShardGateway::ShardGateway(Context& context, const Shards& shards, realtime::ShardServer& server)
    : parts_{.context = context,
             .shards = shards,
             .server = server,
             .counters = counters_,
             .pilots = pilots_,
             .commands = commands_,
             .channels = channels_,
             .fanout = fanout_,
             .followers = followers_,
             .connector = connector_,
             .viewports = viewports_},
      pilots_(context, shards, server),
      channels_(context, server),
      fanout_(context, server, channels_),
      commands_(context, server, pilots_, fanout_, counters_),
      followers_(context, server, channels_, pilots_),
      connector_(parts_),
      viewports_(context, server) {
  handle_sockets();
  handle_events();
}

void ShardGateway::handle_sockets() {
  realtime::Namespace& sockets = parts_.server.of("/");
  sockets.use([this](realtime::Socket& socket, realtime::Next next) {
    connector_.admit(socket, std::move(next));
  });
  sockets.on_connection([this](realtime::Socket& socket) { connector_.connected(socket); });
  sockets.on_disconnect([this](realtime::Socket& socket, realtime::DisconnectReason reason) {
    viewports_.remove(socket);
    connector_.disconnected(socket, reason);
  });
}

void ShardGateway::handle_events() {
  EventTable table(parts_);
  add_pilot_events(table, parts_);
  add_follower_events(table, parts_);
  add_admin_events(table, parts_);
  parts_.server.of("/").on_too_deep([](realtime::Socket& socket, realtime::Event& event) {
    Answer(socket, event).fail(Error{Code::kValidation, "The payload is nested too deep", {}});
  });
}

}  // namespace waycast::gateway
