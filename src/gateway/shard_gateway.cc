#include "gateway/shard_gateway.h"

#include "gateway/answer.h"

namespace waycast::gateway {

ShardGateway::ShardGateway(Context& context, realtime::ShardServer& server)
    : context_(context),
      server_(server),
      sockets_(server.of("/")),
      pilots_(context, server),
      channels_(context, server),
      fanout_(context, server, channels_),
      commands_(context, server, pilots_, fanout_, counters_),
      followers_(context, server, channels_, pilots_),
      connector_(context, server, channels_, followers_, pilots_, fanout_, counters_),
      viewports_(context, server) {
  sockets_.use([this](realtime::Socket& socket, realtime::Next next) {
    connector_.admit(socket, std::move(next));
  });
  sockets_.on_connection([this](realtime::Socket& socket) { connector_.connected(socket); });
  sockets_.on_disconnect([this](realtime::Socket& socket, realtime::DisconnectReason reason) {
    viewports_.remove(socket);
    connector_.disconnected(socket, reason);
  });
  sockets_.on_too_deep([](realtime::Socket& socket, realtime::Event& event) {
    Answer(socket, event).fail(Error{Code::kValidation, "The payload is nested too deep", {}});
  });
  register_pilot_events();
  register_follower_events();
}

void ShardGateway::register_pilot_events() {
  on("pilot:online", Who::kPilots, &ShardGateway::pilot_online);
  on("pilot:offline", Who::kPilots, &ShardGateway::pilot_offline);
  on("pilot:location", Who::kPilots, &ShardGateway::pilot_location);
  on("pilot:locations", Who::kPilots, &ShardGateway::pilot_locations);
  on("offer:accept", Who::kPilots, &ShardGateway::offer_accept);
  on("offer:decline", Who::kPilots, &ShardGateway::offer_decline);
}

void ShardGateway::register_follower_events() {
  on("booking:subscribe", Who::kAnybody, &ShardGateway::booking_subscribe);
  on("booking:unsubscribe", Who::kAnybody, &ShardGateway::booking_unsubscribe);
  on("admin:subscribe", Who::kAdmins, &ShardGateway::admin_subscribe);
  on("admin:unsubscribe", Who::kAdmins, &ShardGateway::admin_unsubscribe);
  on("admin:booking:subscribe", Who::kAdmins, &ShardGateway::admin_booking_subscribe);
  on("admin:booking:unsubscribe", Who::kAdmins, &ShardGateway::admin_booking_unsubscribe);
  on("admin:viewport", Who::kAdmins, &ShardGateway::admin_viewport);
}

void ShardGateway::on(std::string event, Who who, Handler handler) {
  sockets_.on(std::move(event), [this, who, handler](realtime::Socket& socket,
                                                     realtime::Event& received) {
    Client& client = client_of(socket);
    const Role role = client.role;
    // Events that wait for other threads would else fill their queues, which all clients share.
    if (client.events_under_way() >= context_.settings.max_events_under_way) {
      counters_.events_refused.add();
      return Answer(socket, received).fail(Code::kRateLimit);
    }
    if (client.under_way == nullptr) client.under_way = std::make_shared<char>();
    Answer answer(socket, received, client.under_way);
    const bool is_allowed = who == Who::kAnybody || (who == Who::kPilots && role == Role::kPilot) ||
                            (who == Who::kAdmins && role == Role::kAdmin);
    if (!is_allowed) return answer.fail(Code::kRoleRequired);
    (this->*handler)(socket, received, answer);
  });
}

}  // namespace waycast::gateway
