#include "gateway/event_json.h"

#include "base/json_writer.h"

namespace waycast::gateway {
namespace {

TimePoint became_so(const Booking& booking) {
  switch (booking.status) {
    case BookingStatus::kAccepted:
      return booking.accepted_at.value_or(booking.updated_at);
    case BookingStatus::kPickedUp:
      return booking.picked_up_at.value_or(booking.updated_at);
    case BookingStatus::kDelivered:
      return booking.delivered_at.value_or(booking.updated_at);
    case BookingStatus::kCancelled:
      return booking.cancelled_at.value_or(booking.updated_at);
    default:
      return booking.updated_at;
  }
}

}  // namespace

StatusView StatusView::of(const BookingDetails& details) {
  const Booking& booking = details.booking;
  return {
      .booking_id = booking.id,
      .status = booking.status,
      .timestamp = became_so(booking),
      .user_id = booking.user_id,
      .pilot_id = booking.pilot_id,
      .pilot_name = booking.pilot_id ? details.pilot_name : std::nullopt,
      .pilot_phone = booking.pilot_id ? details.pilot_phone : std::nullopt,
      .reason = booking.status == BookingStatus::kCancelled ? booking.cancel_reason : std::nullopt};
}

std::string status_json(const StatusView& view, Phone phone) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .field("bookingId", view.booking_id)
      .field("status", to_string(view.status))
      .field("timestamp", view.timestamp)
      .optional_field("pilotId", view.pilot_id)
      .optional_field("pilotName", view.pilot_name);
  if (phone == Phone::kShown) json.optional_field("pilotPhone", view.pilot_phone);
  json.optional_field("reason", view.reason).end_object();
  return out;
}

// Written for every position: its keys are ready-made text.
void append_location(std::string& out, const LocationUpdate& update) {
  out += R"({"bookingId":)";
  append_json_string(out, update.booking_id.str());
  out += R"(,"pilotId":)";
  append_json_string(out, update.pilot_id.str());
  out += R"(,"lat":)";
  append_json_number(out, update.at.lat);
  out += R"(,"lng":)";
  append_json_number(out, update.at.lng);
  out += R"(,"heading":)";
  JsonWriter(out).value(update.heading);
  out += R"(,"speed":)";
  JsonWriter(out).value(update.speed);
  out += R"(,"timestamp":)";
  JsonWriter(out).value(update.timestamp);
  out += R"(,"seq":)";
  JsonWriter(out).value(update.seq);
  out += '}';
}

std::string booking_location_json(const LocationUpdate& update) {
  std::string out;
  JsonWriter(out)
      .begin_object()
      .field("bookingId", update.booking_id)
      .field("lat", update.at.lat)
      .field("lng", update.at.lng)
      .field("timestamp", update.timestamp)
      .end_object();
  return out;
}

std::string offer_end_json(const Offer& offer, OfferEnd reason) {
  std::string out;
  JsonWriter(out)
      .begin_object()
      .field("offerId", offer.id)
      .field("bookingId", offer.booking_id)
      .field("reason", to_string(reason))
      .end_object();
  return out;
}

std::string stats_json(const Stats& stats) {
  std::string out;
  JsonWriter(out)
      .begin_object()
      .field("activeBookings", stats.count.active_bookings)
      .field("onlinePilots", stats.count.online_pilots)
      .field("pendingBookings", stats.count.pending_bookings)
      .field("todayDeliveries", stats.count.today_deliveries)
      .field("todayRevenue", stats.count.today_revenue)
      .field("timestamp", stats.timestamp)
      .end_object();
  return out;
}

std::string notification_json(const Notification& notification) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .field("id", notification.id)
      .field("title", notification.title)
      .field("body", notification.body)
      .field("type", to_string(notification.type))
      .key("data")
      .raw(notification.data_json.value_or("null"))
      .field("createdAt", notification.created_at)
      .end_object();
  return out;
}

std::string fleet_json(TimePoint now, const std::vector<const FleetPosition*>& changed,
                       const std::vector<PilotId>& gone) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("timestamp", now).key("positions").begin_array();
  for (const FleetPosition* mark : changed) {
    json.begin_object()
        .field("pilotId", mark->pilot_id)
        .field("lat", mark->at.lat)
        .field("lng", mark->at.lng)
        .field("heading", mark->heading)
        .field("speed", mark->speed)
        .field("state", mark->on_booking ? "busy" : "idle")
        .field("at", mark->timestamp)
        .end_object();
  }
  json.end_array().key("gone").begin_array();
  for (const PilotId& pilot : gone) json.value(pilot);
  json.end_array().end_object();
  return out;
}

}  // namespace waycast::gateway
