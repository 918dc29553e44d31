// What the domain tells the outside: committed facts, in their order. Implemented by the gateway,
// which turns them into Socket.IO events, and by webhooks. Every call comes on the dispatch loop,
// after the commit.
#pragma once

#include <string_view>

#include "base/principal.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

enum class OfferEnd : std::uint8_t { kTimeout, kTaken, kCancelled };
std::string_view to_string(OfferEnd reason);  // "timeout", "taken", "cancelled"

struct Stats {
  StatsCount count;
  TimePoint timestamp{};
};

// One pilot's mark on the fleet map.
struct FleetPosition {
  PilotId pilot_id;
  LatLng at;
  std::optional<double> heading = {}, speed = {};
  bool on_booking = false;
  TimePoint timestamp{};
};

class Events {
 public:
  virtual ~Events() = default;
  virtual void booking_created(const BookingDetails& booking) = 0;
  // `by` is who made the change: a pilot is not told of their own.
  virtual void booking_changed(const BookingChange& change, const Principal& by) = 0;
  virtual void offer_made(const Offer& offer, const BookingDetails& booking) = 0;
  virtual void offer_ended(const Offer& offer, OfferEnd reason) = 0;
  virtual void stats_changed(const Stats& stats) = 0;  // at most once a second
  virtual void notified(const Notification& notification) = 0;
};

}  // namespace waycast
