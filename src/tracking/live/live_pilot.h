// One pilot as their owner shard knows them: presence, throttle, position filter, active booking
// and the numbering of its updates (docs/domain.md, "Presence"; docs/domain.md,
// "Positions and their pace").
//
// It is sans-IO: a command and the time go in, and what to do comes out. It never stores, sends or
// waits, so that every rule about a pilot can be tested with a time that the test makes up.
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
  kOffline,  // they said so, their grace ended, or they never were online
  kOnline,
  kStale,  // offline because no position came: the next one brings them back
};

// Not thread-safe. It is a value, and moves with its pilot from shard to shard.
class LivePilot {
 public:
  // `settings` outlives the pilot.
  LivePilot(PilotId id, const LiveSettings& settings);

  const PilotId& id() const { return id_; }
  Presence presence() const { return presence_; }
  bool is_online() const { return presence_ == Presence::kOnline; }
  bool has_sockets() const { return sockets_ > 0; }
  const VehicleId& vehicle() const { return vehicle_; }  // of the last go_online

  // The presence that the store has, for a pilot of whom nothing is known yet.
  void load(Presence presence, Moment now);
  // The place that the store has. What is implausible from there has to be confirmed first.
  void seed(LatLng at, TimePoint recorded_at, const BookingId& booking);

  void attach_socket();
  void detach_socket(Moment now);  // the last one starts the grace
  void start_grace(Moment now);    // after a restart of the server: their sockets were lost with it

  void go_online(const VehicleId& vehicle, Moment now);
  bool go_offline();  // False: they had gone offline before, and not because they were stale.
  // Ends the grace, or makes them stale, if it is time. True: they went offline by this.
  bool expire(Moment now);
  // When expire() has to be called next. Nullopt: nothing is running.
  std::optional<SteadyTime> deadline() const;

  // A booking of theirs has become this. To be called in the order of its changes.
  void booking_is(const Booking& booking, Moment now);
  const BookingSpan* active_booking() const { return active_ ? &*active_ : nullptr; }
  // The last position that the store has of a booking. If it is the active one, followers see it
  // until the next position comes.
  void know(const StoredPosition& position);
  // The newest position of the active booking for somebody who asks for it, which numbers it. Null:
  // none is known.
  const LocationUpdate* last_update(Moment now);
  // The same, but null if nobody was told of it yet.
  const LocationUpdate* numbered_update() const;
  // Where they are, as far as is known. Null: nothing is.
  const LatLng* marker() const { return filter_.believed() ? &filter_.believed()->at : nullptr; }

  // ERR_1402 neither online nor on a booking; ERR_1003 sooner than the interval after the last;
  // ERR_1001 recorded too long ago.
  std::expected<PointOutcome, Code> locate(const Location& location, Moment now);

  // ERR_1003 for a second batch within the interval.
  std::expected<void, Code> may_send_batch(Moment now) const;
  // Finds out when the points of a batch were recorded by the server's clock, sorts them by that,
  // and rejects (ERR_1001) those that are too old or of a far future. A batch that seems to come
  // from the future is moved back as a whole, so that the times between its points stay. True: the
  // device's clock turned out to be wrong.
  bool date(LocationBatch& batch, Moment now);
  // True if some point is older than the bookings known here. Then the caller has to read the
  // `former` ones from the store.
  bool needs_history(std::span<const BatchPoint> points) const;
  // Takes a batch that date() has dated. ERR_1003 as may_send_batch(); ERR_1402 if no point is of a
  // time when the pilot was online or on a booking.
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
  // The last position that was sent. A parked device repeats it, and is alive by that.
  std::optional<TimePoint> last_recorded_;  // by its own clock
  TimePoint last_at_{};                     // by the server's
  PositionFilter::Verdict last_verdict_{};
  std::optional<BookingSpan> active_;
  std::deque<BookingSpan> ended_;  // the last few
  LatestUpdate update_;            // of active_
};

}  // namespace waycast
