#include "gateway/event_table.h"

#include <memory>
#include <utility>

#include "gateway/counters.h"

namespace waycast::gateway {
namespace {

bool may_send(Sender sender, Role role) {
  switch (sender) {
    case Sender::kAnybody:
      return true;
    case Sender::kPilot:
      return role == Role::kPilot;
    case Sender::kAdmin:
      return role == Role::kAdmin;
  }
  return false;
}

}  // namespace

void EventTable::add(std::string event, Sender sender, Handler handler) {
  parts_.server.of("/").on(std::move(event),
                           [&parts = parts_, row = Row{sender, std::move(handler)}](
                               realtime::Socket& socket, realtime::Event& received) mutable {
                             handle(parts, row, socket, received);
                           });
}

void EventTable::handle(ShardParts& parts, Row& row, realtime::Socket& socket,
                        realtime::Event& received) {
  Client& client = client_of(socket);
  // Events that wait for other threads would else fill their queues, which all clients share.
  if (client.events_under_way() >= parts.context.settings.max_events_under_way) {
    parts.counters.events_refused.add();
    return Answer(socket, received).fail(Code::kRateLimit);
  }
  if (client.under_way == nullptr) client.under_way = std::make_shared<char>();
  ClientEvent event{socket, received.args, Answer(socket, received, client.under_way)};
  if (!may_send(row.sender, client.role)) return event.answer.fail(Code::kRoleRequired);
  row.handler(event);
}

}  // namespace waycast::gateway
