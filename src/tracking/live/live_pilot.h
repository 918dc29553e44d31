// One pilot as their owner shard knows them: presence, throttle, position filter, active booking
// and the numbering of its updates (docs/domain.md, "Presence"; docs/domain.md,
// "Positions and their pace").
//
// Sans-IO: a command and the time go in, what to do comes out. Never stores, sends or waits.
#pragma once

#include <deque>
#include <expected>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "tracking/live/booking_span.h"
#include "tracking/live/device_clock.h"
#include "tracking/live/latest_update.h"
#include "tracking/live/point_outcome.h"
#include "tracking/live/position_filter.h"
#include "tracking/points.h"

namespace waycast {

enum class Presence : std::uint8_t {
  kOffline,  // explicitly, by grace, or never online
  kOnline,
  kStale,  // offline for want of updates: the next location brings them back
};

// Not thread-safe; moved between shards as a value.
class LivePilot {
 public:
  // `settings` outlives the pilot.
  LivePilot(PilotId id, const LiveSettings& settings);

  const PilotId& id() const { return id_; }
  Presence presence() const { return presence_; }
  bool is_online() const { return presence_ == Presence::kOnline; }
  bool has_sockets() const { return sockets_ > 0; }
  const VehicleId& vehicle() const { return vehicle_; }  // of the last go_online

  // As the store has them, when nothing is known yet.
  void load(Presence presence, Moment now);
  // Where they were last: what is implausible from there has to be confirmed.
  void seed(LatLng at, TimePoint recorded_at, const BookingId& booking);

  void attach_socket();
  void detach_socket(Moment now);  // the last one starts the grace
  void start_grace(Moment now);    // after a restart of the server: their sockets were lost with it

  void go_online(const VehicleId& vehicle, Moment now);
  bool go_offline();  // explicitly; false: they were offline already, and not for being stale
  // Ends a grace or goes stale if it is time. True: they went offline.
  bool expire(Moment now);
  // When expire() must be called next; none: nothing is running.
  std::optional<SteadyTime> deadline() const;

  // A booking assigned to this pilot as it is now, in the order of its changes.
  void booking_is(const Booking& booking, Moment now);
  const BookingSpan* active_booking() const { return active_ ? &*active_ : nullptr; }
  // What the store has of a booking: followers of the active one see it until the next position.
  void know(const StoredPosition& position);
  // The newest position of the active booking, numbered if it is not yet; null if none is known.
  const LocationUpdate* last_update(Moment now);
  // The same, or null if nobody was told of it.
  const LocationUpdate* numbered_update() const;
  // Where they are as far as is known; null if nothing is.
  const LatLng* marker() const { return filter_.believed() ? &filter_.believed()->at : nullptr; }

  // ERR_1402 neither online nor on a booking; ERR_1003 sooner than the interval after the last;
  // ERR_1001 recorded too long ago.
  std::expected<PointOutcome, Code> locate(const Location& location, Moment now);

  // ERR_1003 for a second batch within the interval.
  std::expected<void, Code> may_send_batch(Moment now) const;
  // When the points were recorded by the server's clock: sorts them, and rejects (ERR_1001) what is
  // too old or of a far future. Distances and order stay: a batch that seems to come from the
  // future is moved back as a whole. True: their device's clock turned out to be wrong.
  bool date(LocationBatch& batch, Moment now);
  // True if some point is older than the bookings known here: then ask the store for `former`.
  bool needs_history(std::span<const BatchPoint> points) const;
  // Of a dated batch. ERR_1003; ERR_1402 if no point belongs to an online pilot or to a booking.
  std::expected<BatchOutcome, Code> locate_batch(LocationBatch batch,
                                                 std::span<const BookingSpan> former, Moment now);

 private:
  bool may_locate() const { return presence_ != Presence::kOffline || active_; }
  const BookingSpan* span_at(TimePoint at, std::span<const BookingSpan> former) const;
  void follow_clock(TimePoint now);
  bool arrived(Moment now);
  bool is_repeated(const Location& location) const;
  PointOutcome repeat(const Location& location, Moment now);
  std::expected<PointOutcome, Code> accept(const Location& location, Moment now);
  void place(const Location& location, const DeviceClock::Dating& dating, Moment now,
             PointOutcome& out);
  void judge_batched(PointRow& row, PositionFilter& before_marker, std::vector<PointFlag>& changes);
  void remember(const PointRow& row, PositionFilter::Verdict verdict);
  bool show(const PointRow& row);
  PointRow make_row(const Location& location, TimePoint at, const BookingSpan* span) const;

  const LiveSettings* settings_;
  PilotId id_;
  VehicleId vehicle_;
  Presence presence_ = Presence::kOffline;
  int sockets_ = 0;
  std::optional<SteadyTime> grace_ends_;
  SteadyTime last_heard_{};  // pilot:online or the last accepted point
  std::optional<SteadyTime> last_point_, last_batch_;
  DeviceClock clock_;
  PositionFilter filter_;
  // The last position sent: a parked device repeats it.
  std::optional<TimePoint> last_recorded_;  // by its own clock
  TimePoint last_at_{};                     // by the server's
  PositionFilter::Verdict last_verdict_{};
  std::optional<BookingSpan> active_;
  std::deque<BookingSpan> ended_;  // the last few
  LatestUpdate update_;            // of active_
};

}  // namespace waycast
