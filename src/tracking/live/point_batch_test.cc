// `pilot:locations`: what a phone buffered while it had no signal.
#include <gtest/gtest.h>

#include "tracking/live/live_pilot.h"
#include "tracking/live/testing/places.h"

namespace waycast {
namespace {

using testing::kStart;
using testing::north;

class PointBatchTest : public ::testing::Test {
 protected:
  PointBatchTest() { clock_.advance(Duration{3'600'000}); }

  Moment now() const { return Moment::of(clock_); }
  TimePoint ago(int seconds) const { return clock_.now() - Duration{seconds * 1'000}; }

  Booking booking(const char* id, BookingStatus status, TimePoint accepted) {
    Booking out;
    out.id = BookingId(id);
    out.pilot_id = PilotId("p");
    out.status = status;
    out.accepted_at = accepted;
    return out;
  }

  // Points recorded so many seconds ago, 10 m north of each other by time.
  std::vector<BatchPoint> recorded(std::initializer_list<int> seconds_ago) {
    std::vector<BatchPoint> out;
    for (const int seconds : seconds_ago) {
      out.push_back({out.size(), {.at = north(-seconds * 10), .recorded_at = ago(seconds)}});
    }
    return out;
  }

  LiveSettings settings_;
  ManualClock clock_;
  LivePilot pilot_{PilotId("p"), settings_};
};

TEST_F(PointBatchTest, AllAreStoredInOrderAndOnlyTheNewestIsBroadcast) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = pilot_.locate_batch(recorded({5, 200, 10, 100}), {}, now());
  ASSERT_TRUE(out);
  ASSERT_EQ(out->rows.size(), 4u);
  EXPECT_TRUE(std::is_sorted(out->rows.begin(), out->rows.end(), [](const auto& a, const auto& b) {
    return a.recorded_at < b.recorded_at;
  }));
  for (const auto& row : out->rows) EXPECT_EQ(row.booking_id, BookingId("b"));
  ASSERT_NE(out->broadcast, nullptr);
  EXPECT_EQ(out->broadcast->at, north(-50));
  EXPECT_EQ(out->broadcast->timestamp, ago(5));
}

TEST_F(PointBatchTest, PointsOlderThanTheLiveOneNeverMoveTheMarker) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto live = pilot_.locate({.at = north(0)}, now());
  const std::uint64_t seq = live->broadcast->seq;
  const auto out = pilot_.locate_batch(recorded({30, 20, 10}), {}, now());
  ASSERT_TRUE(out);
  EXPECT_EQ(out->broadcast, nullptr);
  for (const auto& row : out->rows) {
    EXPECT_FALSE(row.moves_marker);
    EXPECT_FALSE(row.is_flagged);
  }
  EXPECT_EQ(pilot_.last_update({})->seq, seq);
}

TEST_F(PointBatchTest, PointsGoUnderTheBookingThatWasActiveThen) {
  Booking first = booking("first", BookingStatus::kInTransit, ago(600));
  pilot_.booking_is(first, now());
  first.status = BookingStatus::kDelivered;
  first.delivered_at = ago(300);
  pilot_.booking_is(first, now());
  pilot_.booking_is(booking("second", BookingStatus::kAccepted, ago(100)), now());
  pilot_.go_online(VehicleId("v"), now());
  const auto points = recorded({400, 200, 50});
  EXPECT_TRUE(pilot_.needs_history(points));  // 200 s ago belongs to no booking known here
  const auto out = pilot_.locate_batch(points, {}, now());
  ASSERT_EQ(out->rows.size(), 3u);
  EXPECT_EQ(out->rows[0].booking_id, BookingId("first"));
  EXPECT_TRUE(out->rows[1].booking_id.empty());
  EXPECT_EQ(out->rows[2].booking_id, BookingId("second"));
}

TEST_F(PointBatchTest, AFormerBookingComesFromTheStore) {
  Booking row = booking("former", BookingStatus::kDelivered, ago(900));
  row.picked_up_at = ago(600);
  row.delivered_at = ago(300);
  const auto former = BookingSpan::of(row);
  ASSERT_TRUE(former);
  // Offline and on nothing now: the points of the former booking are still theirs to hand in.
  const auto out = pilot_.locate_batch(recorded({700, 500, 100}), std::vector{*former}, now());
  ASSERT_TRUE(out);
  ASSERT_EQ(out->rows.size(), 2u);
  EXPECT_EQ(out->rows[0].status, BookingStatus::kAccepted);
  EXPECT_EQ(out->rows[1].status, BookingStatus::kPickedUp);
  ASSERT_EQ(out->rejected.size(), 1u);
  EXPECT_EQ(out->rejected[0].index, 2u);
  EXPECT_EQ(out->rejected[0].code, Code::kPilotNotAvailable);
  EXPECT_EQ(out->broadcast, nullptr);
}

TEST_F(PointBatchTest, NobodyOfflineWithoutABooking) {
  EXPECT_EQ(pilot_.locate_batch(recorded({3}), {}, now()).error(), Code::kPilotNotAvailable);
}

TEST_F(PointBatchTest, OneBatchASecond) {
  pilot_.go_online(VehicleId("v"), now());
  EXPECT_TRUE(pilot_.locate_batch(recorded({3, 2}), {}, now()));
  EXPECT_EQ(pilot_.locate_batch(recorded({1}), {}, now()).error(), Code::kRateLimit);
  clock_.advance(Duration{1'000});
  EXPECT_TRUE(pilot_.locate_batch(recorded({1}), {}, now()));
}

TEST_F(PointBatchTest, NothingOlderThanMaxAgeIsBroadcast) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = pilot_.locate_batch(recorded({120, 61}), {}, now());
  ASSERT_TRUE(out);
  EXPECT_EQ(out->rows.size(), 2u);
  EXPECT_EQ(out->broadcast, nullptr);
}

TEST_F(PointBatchTest, FutureTimesBecomeTheServers) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = pilot_.locate_batch(recorded({-3'600}), {}, now());
  EXPECT_EQ(out->rows.at(0).recorded_at, clock_.now());
}

TEST_F(PointBatchTest, SpikeInsideABatchIsFlagged) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  auto points = recorded({40, 30, 20});
  points[1].location.at = {48.85, 2.35};
  const auto out = pilot_.locate_batch(points, {}, now());
  EXPECT_FALSE(out->rows[0].is_flagged);
  EXPECT_TRUE(out->rows[1].is_flagged);
  EXPECT_FALSE(out->rows[2].is_flagged);
  EXPECT_EQ(out->broadcast->at, north(-200));
}

TEST_F(PointBatchTest, PointsCarryTheStatusOfTheirMoment) {
  Booking row = booking("b", BookingStatus::kAccepted, ago(600));
  pilot_.booking_is(row, now());
  const auto picked_up = clock_.now();
  row.status = BookingStatus::kPickedUp;
  pilot_.booking_is(row, now());
  clock_.advance(Duration{50'000});
  const auto out = pilot_.locate_batch(recorded({55, 45}), {}, now());
  EXPECT_LT(out->rows[0].recorded_at, picked_up);
  EXPECT_EQ(out->rows[0].status, BookingStatus::kAccepted);
  EXPECT_EQ(out->rows[1].status, BookingStatus::kPickedUp);
}

}  // namespace
}  // namespace waycast
