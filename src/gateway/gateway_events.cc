// What dispatch tells, as Socket.IO events (docs/protocol.md, "Events to the client").
#include "base/json_writer.h"
#include "gateway/booking_channels.h"
#include "gateway/event_json.h"
#include "gateway/followers.h"
#include "gateway/gateway.h"
#include "gateway/owned_pilots.h"
#include "gateway/rooms.h"
#include "tracking/json/booking_json.h"

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
  tell_pilot(booking);
  tell_followers(change.details, change.reason, by);
  if (booking.pilot_id && change.before == BookingStatus::kPending && is_active(booking.status)) {
    const PilotId& pilot = *booking.pilot_id;
    shards_.post_to(context_.hub.shards_of("/", pilot_room(pilot)),
                    [pilot, id = booking.id](ShardParts& there) {
                      there.followers.follow_all(pilot, id, [] {});
                    });
  }
  context_.hub.to(kDashboardRoom).emit("booking:updated", for_dashboard(change.details));
}

// The pilot's owner first: nothing is broadcast after the final status.
void Gateway::tell_pilot(const Booking& booking) {
  if (!booking.pilot_id) return;
  const auto owner = context_.directory.owner(*booking.pilot_id);
  if (!owner) return;
  shards_.post(*owner, [booking](ShardParts& there) {
    there.pilots.run_if_owned(*booking.pilot_id, [booking](ShardParts& at, FoundPilot pilot) {
      if (pilot) at.pilots.booking_is(**pilot, booking);
    });
  });
}

// On each shard in this order: the channel knows, the sockets are told, the room is emptied.
void Gateway::tell_followers(const BookingDetails& details, std::optional<std::string> reason,
                             const Principal& by) {
  StatusView view = StatusView::of(details);
  if (reason) view.reason = std::move(reason);
  const auto interested = context_.interested_in(view.booking_id);
  shards_.post_to(interested, [view](ShardParts& there) { there.channels.begin_change(view); });

  const std::string customer = user_room(view.user_id);
  context_.hub.to(customer).emit("booking:status", status_json(view, Phone::kShown));
  auto others = context_.hub.to(booking_room(view.booking_id));
  const bool is_own_change = view.pilot_id && by.is(Role::kPilot) && by.id == view.pilot_id->str();
  if (view.pilot_id && !is_own_change) others.to(pilot_room(*view.pilot_id));
  others.except(customer).emit("booking:status", status_json(view, Phone::kHidden));

  shards_.post_to(interested,
                  [id = view.booking_id, ended = is_finished(view.status)](ShardParts& there) {
                    if (ended) there.channels.finish(id);
                    there.channels.end_change(id);
                  });
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
