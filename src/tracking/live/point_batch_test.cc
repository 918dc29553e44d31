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
  TimePoint ago(int by) const { return clock_.now() - Duration{by * 1'000L}; }

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
    for (const int earlier : seconds_ago) {
      out.push_back({.index = out.size(),
                     .location = {.at = north(-earlier * 10), .recorded_at = ago(earlier)}});
    }
    return out;
  }

  std::expected<BatchOutcome, Code> send(std::vector<BatchPoint> points,
                                         std::span<const BookingSpan> former = {},
                                         std::optional<TimePoint> sent_at = {}) {
    LocationBatch batch{.points = std::move(points), .rejected = {}, .sent_at = sent_at};
    pilot_.date(batch, now());
    needed_history_ = pilot_.needs_history(batch.points);
    return pilot_.locate_batch(std::move(batch), former, now());
  }

  bool needed_history_ = false;
  LiveSettings settings_;
  ManualClock clock_;
  LivePilot pilot_{PilotId("p"), settings_};
};

TEST_F(PointBatchTest, AllAreStoredInOrderAndOnlyTheNewestIsBroadcast) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = send(recorded({5, 200, 10, 100}));
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
  const auto out = send(recorded({30, 20, 10}));
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
  const auto out = send(points);
  EXPECT_TRUE(needed_history_);  // 200 s ago belongs to no booking known here
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
  const auto out = send(recorded({700, 500, 100}), std::vector{*former});
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
  EXPECT_EQ(send(recorded({3})).error(), Code::kPilotNotAvailable);
}

TEST_F(PointBatchTest, OneBatchASecond) {
  pilot_.go_online(VehicleId("v"), now());
  EXPECT_TRUE(send(recorded({3, 2})));
  EXPECT_EQ(send(recorded({1})).error(), Code::kRateLimit);
  clock_.advance(Duration{1'000});
  EXPECT_TRUE(send(recorded({1})));
}

TEST_F(PointBatchTest, NothingOlderThanMaxAgeIsBroadcast) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = send(recorded({120, 61}));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->rows.size(), 2u);
  EXPECT_EQ(out->broadcast, nullptr);
}

TEST_F(PointBatchTest, FutureTimesBecomeTheServers) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = send(recorded({-3'600}));
  EXPECT_EQ(out->rows.at(0).recorded_at, clock_.now());
}

TEST_F(PointBatchTest, ABatchOfAFastClockKeepsItsDistances) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  std::vector<BatchPoint> points;
  for (int i = 0; i < 60; ++i) {
    points.push_back({.index = static_cast<std::size_t>(i),
                      .location = {.at = north(i * 10), .recorded_at = ago(59 - i - 300)}});
  }
  const auto out = send(points);
  ASSERT_EQ(out->rows.size(), 60u);
  for (int i = 0; i < 60; ++i) {
    const PointRow& row = out->rows[static_cast<std::size_t>(i)];
    EXPECT_EQ(row.recorded_at, ago(59 - i));
    EXPECT_TRUE(row.is_redated);
    EXPECT_EQ(row.location.recorded_at, ago(59 - i - 300));
  }
}

TEST_F(PointBatchTest, ABatchOfAFastClockEndsNow) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = send(recorded({-300, -299, -241}));
  ASSERT_EQ(out->rows.size(), 3u);
  EXPECT_EQ(out->rows[0].recorded_at, ago(59));
  EXPECT_EQ(out->rows[1].recorded_at, ago(1));
  EXPECT_EQ(out->rows[2].recorded_at, ago(0));
  ASSERT_NE(out->broadcast, nullptr);
  EXPECT_EQ(out->broadcast->at, north(3'000));
  EXPECT_EQ(out->broadcast->timestamp, clock_.now());
}

TEST_F(PointBatchTest, AClockThatIsHardlyAheadLosesNoPoint) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  std::vector<BatchPoint> points = recorded({10, 5, 0, 0});
  points[2].location.recorded_at = clock_.now() + Duration{300};
  points[3].location.recorded_at = clock_.now() + Duration{800};
  const auto out = send(points);
  EXPECT_EQ(out->rows[0].recorded_at, ago(10));
  EXPECT_FALSE(out->rows[0].is_redated);
  EXPECT_EQ(out->rows[2].recorded_at, clock_.now() - Duration{1});
  EXPECT_EQ(out->rows[3].recorded_at, clock_.now());
}

TEST_F(PointBatchTest, SentAtDatesABatchExactly) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = send(recorded({3'700, 3'660}), {}, ago(3'600));
  ASSERT_EQ(out->rows.size(), 2u);
  EXPECT_EQ(out->rows[0].recorded_at, ago(100));
  EXPECT_EQ(out->rows[1].recorded_at, ago(60));
  EXPECT_EQ(out->rows[0].booking_id, BookingId("b"));
}

TEST_F(PointBatchTest, ABatchOfADeviceWhoseClockIsKnownIsCorrected) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pilot_.locate({.at = north(i), .recorded_at = ago(3'600)}, now()));
    clock_.advance(Duration{1'000});
  }
  const auto out = send(recorded({3'700, 3'660}));
  EXPECT_EQ(out->rows[0].recorded_at, ago(100));
  EXPECT_EQ(out->rows[1].recorded_at, ago(60));
}

TEST_F(PointBatchTest, TimesThatCannotBeAreRejectedAndShiftNothing) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  const auto out = send(recorded({20, 40 * 86'400, 10, -2 * 86'400}));
  ASSERT_EQ(out->rows.size(), 2u);
  EXPECT_EQ(out->rows[1].recorded_at, ago(10));
  ASSERT_EQ(out->rejected.size(), 2u);
  EXPECT_EQ(out->rejected[0].index + out->rejected[1].index, 4u);
  EXPECT_EQ(out->rejected[0].code, Code::kValidation);
}

TEST_F(PointBatchTest, AWrongFirstPointOfABatchIsFoundOut) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  auto points = recorded({50, 40, 30, 20});
  points[0].location.at = {48.85, 2.35};
  const auto out = send(points);
  const bool flags[] = {true, false, false, false};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(out->rows[i].is_flagged, flags[i]) << i;
  EXPECT_TRUE(out->changes.empty()) << "nothing of it was stored before";
}

TEST_F(PointBatchTest, LatePointsAreJudgedByTheMarkerToo) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  ASSERT_TRUE(pilot_.locate({.at = north(0)}, now()));
  auto points = recorded({50, 40, 30});
  points[0].location.at = {48.85, 2.35};
  const auto out = send(points);
  EXPECT_TRUE(out->rows[0].is_flagged);
  EXPECT_FALSE(out->rows[1].is_flagged);
  EXPECT_FALSE(out->rows[2].is_flagged);
}

TEST_F(PointBatchTest, SpikeInsideABatchIsFlagged) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted, ago(600)), now());
  auto points = recorded({40, 30, 20});
  points[1].location.at = {48.85, 2.35};
  const auto out = send(points);
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
  const auto out = send(recorded({55, 45}));
  EXPECT_LT(out->rows[0].recorded_at, picked_up);
  EXPECT_EQ(out->rows[0].status, BookingStatus::kAccepted);
  EXPECT_EQ(out->rows[1].status, BookingStatus::kPickedUp);
}

}  // namespace
}  // namespace waycast
