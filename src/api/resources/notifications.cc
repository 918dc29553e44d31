// The caller's notifications.
#include <fmt/format.h>

#include "api/call.h"
#include "api/query_reader.h"
#include "api/read_answer.h"
#include "api/resource_json.h"
#include "api/resources.h"

namespace waycast::api {
namespace {

void list_notifications(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page();
  const bool unread = query.flag("unread").value_or(false);
  if (!query.ok()) return call->fail(query.errors());
  read_and_answer(
      services.store, call,
      [who = call->who(), unread, page](StoreReads& reads) {
        return reads.notifications(who, unread, page);
      },
      page_answer("Notifications", page, write_notification));
}

void mark_read(const Services& services, const CallRef& call) {
  services.store.write(
      call->loop(),
      [id = NotificationId(call->param("id")), who = call->who()](StoreWrites& writes) {
        return writes.mark_read(id, who);
      },
      call->then([call](const Notification& read) {
        call->ok("Notification read",
                 json_text([&](JsonWriter& json) { write_notification(json, read); }));
      }));
}

}  // namespace

void add_notification_routes(Router& router, const Services& services) {
  constexpr auto kAccess =
      static_cast<Access>(static_cast<int>(Access::kUser) | static_cast<int>(Access::kPilot));
  router.add("GET", fmt::format("{}/notifications", kApiRoot), kAccess,
             [&services](const CallRef& call) { list_notifications(services, call); });
  router.add("PATCH", fmt::format("{}/notifications/:id/read", kApiRoot), kAccess,
             [&services](const CallRef& call) { mark_read(services, call); });
}

}  // namespace waycast::api
