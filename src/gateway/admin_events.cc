// The events of operators: the dashboard and the map of the fleet.
#include <utility>

#include "gateway/connector.h"
#include "gateway/dashboard.h"
#include "gateway/event_fields.h"
#include "gateway/event_table.h"
#include "gateway/rooms.h"
#include "gateway/viewports.h"

namespace waycast::gateway {
namespace {

void join_dashboard(ShardParts& parts, ClientEvent& event) {
  realtime::Socket& socket = event.socket;
  if (!socket.in(kDashboardRoom)) {
    socket.join(kDashboardRoom);
    parts.connector.save_subscriptions(socket, {std::string(kDashboardRoom)});
  }
  send_stats(
      parts.context, parts.server, socket.ref(),
      [answer = std::move(event.answer)](const Result<void>& sent) mutable { answer.give(sent); });
}

void leave_dashboard(ShardParts& parts, ClientEvent& event) {
  realtime::Socket& socket = event.socket;
  if (!socket.in(kDashboardRoom)) return event.answer.ok();
  socket.leave(kDashboardRoom);
  parts.connector.drop_subscriptions(socket, {std::string(kDashboardRoom)});
  event.answer.ok();
}

void set_viewport(ShardParts& parts, ClientEvent& event) {
  const auto box = viewport(event.args);
  if (!box) return event.answer.fail(box.error());
  parts.viewports.set(event.socket, *box);
  event.answer.ok();
}

}  // namespace

void add_admin_events(EventTable& table, ShardParts& parts) {
  table.add("admin:subscribe", Sender::kAdmin,
            [&parts](ClientEvent& event) { join_dashboard(parts, event); });
  table.add("admin:unsubscribe", Sender::kAdmin,
            [&parts](ClientEvent& event) { leave_dashboard(parts, event); });
  table.add("admin:viewport", Sender::kAdmin,
            [&parts](ClientEvent& event) { set_viewport(parts, event); });
}

}  // namespace waycast::gateway
