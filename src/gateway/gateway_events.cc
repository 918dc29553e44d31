// What dispatch tells, as Socket.IO events (docs/protocol.md, "Events to the client").
#include "base/json_writer.h"
#include "gateway/booking_feed.h"
#include "gateway/event_json.h"
#include "gateway/gateway.h"
#include "gateway/rooms.h"
#include "tracking/json/booking_json.h"
#include "tracking/json/offer_json.h"

namespace waycast::gateway {
namespace {

std::string for_dashboard(const BookingDetails& booking) {
  std::string out;
  JsonWriter json(out);
  write_booking(json, booking, Viewer::kAdmin);
  return out;
}

}  // namespace

void Gateway::booking_created(const BookingDetails& booking) {
  context_.hub.to(kDashboardRoom).emit("booking:new", for_dashboard(booking));
}

void Gateway::booking_changed(const BookingChange& change, const Principal& by) {
  if (!change.changed()) return;
  const Booking& booking = change.details.booking;
  // The pilot's owner first: nothing is broadcast after the final status.
  if (booking.pilot_id) context_.feed->tell(PilotBooking{std::make_shared<const Booking>(booking)});
  tell_followers(change.details, change.reason, by);
  if (booking.pilot_id && change.before == BookingStatus::kPending && is_active(booking.status)) {
    context_.feed->tell(PilotFollows{*booking.pilot_id, booking.id});
  }
  context_.hub.to(kDashboardRoom).emit("booking:updated", for_dashboard(change.details));
}

// On each shard in this order: the channel knows, the sockets are told, the room is emptied.
void Gateway::tell_followers(const BookingDetails& details, std::optional<std::string> reason,
                             const Principal& by) {
  StatusView view = StatusView::of(details);
  if (reason) view.reason = std::move(reason);
  context_.feed->tell(ChangeBegins{view});

  const std::string customer = user_room(view.user_id);
  context_.hub.to(customer).emit("booking:status", status_json(view, Phone::kShown));
  auto others = context_.hub.to(booking_room(view.booking_id));
  const bool is_own_change = view.pilot_id && by.is(Role::kPilot) && by.id == view.pilot_id->str();
  if (view.pilot_id && !is_own_change) others.to(pilot_room(*view.pilot_id));
  others.except(customer).emit("booking:status", status_json(view, Phone::kHidden));

  context_.feed->tell(ChangeEnds{view.booking_id, is_finished(view.status)});
}

void Gateway::offer_made(const Offer& offer, const BookingDetails& booking) {
  context_.hub.to(pilot_room(offer.pilot_id)).emit("booking:offer", offer_json(offer, booking));
}

void Gateway::offer_ended(const Offer& offer, OfferEnd reason) {
  context_.hub.to(pilot_room(offer.pilot_id)).emit("offer:expired", offer_end_json(offer, reason));
}

void Gateway::stats_changed(const Stats& stats) {
  // Newer ones replace those still queued; who returns is sent the newest, not those missed.
  const engineio::Delivery newest_only{
      .is_volatile = false, .conflation_key = realtime::conflation_key("dashboard:stats", "")};
  context_.hub.to(kDashboardRoom).emit("dashboard:stats", stats_json(stats), newest_only);
}

void Gateway::notified(const Notification& notification) {
  const std::string room = notification.user_id    ? user_room(*notification.user_id)
                           : notification.pilot_id ? pilot_room(*notification.pilot_id)
                                                   : std::string();
  if (!room.empty()) context_.hub.to(room).emit("notification", notification_json(notification));
}

}  // namespace waycast::gateway
