#include "webhook/webhook_events.h"

#include "base/json_writer.h"
#include "webhook/envelope.h"

namespace waycast::webhook {
namespace {

std::string booking_json(const Booking& booking, const std::optional<std::string>& reason) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object()
      .field("bookingId", booking.id)
      .field("bookingNumber", booking.booking_number);
  writer.field("userId", booking.user_id).optional_field("pilotId", booking.pilot_id);
  writer.field("status", to_string(booking.status)).optional_field("reason", reason);
  writer.field("totalAmount", booking.total_amount)
      .field("timestamp", booking.updated_at)
      .end_object();
  return out;
}

std::string notification_json(const Notification& notification) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().field("id", notification.id);
  writer.optional_field("userId", notification.user_id)
      .optional_field("pilotId", notification.pilot_id);
  writer.field("title", notification.title).field("body", notification.body);
  writer.field("type", to_string(notification.type))
      .key("data")
      .raw(notification.data_json.value_or("null"));
  writer.field("createdAt", notification.created_at).end_object();
  return out;
}

}  // namespace

WebhookEvents::WebhookEvents(Sender& sender, std::vector<std::string> urls, const Clock& clock)
    : sender_(sender), urls_(std::move(urls)), clock_(clock) {}

void WebhookEvents::booking_created(const BookingDetails& booking) {
  send("booking.created", booking_json(booking.booking, {}));
}

void WebhookEvents::booking_changed(const BookingChange& change, const Principal&) {
  send("booking.status", booking_json(change.details.booking, change.reason));
}

void WebhookEvents::notified(const Notification& notification) {
  send("notification", notification_json(notification));
}

void WebhookEvents::send(std::string_view type, std::string_view data_json) {
  for (const std::string& url : urls_) {
    sender_.send(make_delivery(type, data_json, url, clock_.now()));
  }
}

}  // namespace waycast::webhook
