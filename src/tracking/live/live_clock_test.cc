// Live positions of devices whose clocks are wrong, that repeat themselves, or that begin wrongly.
#include <gtest/gtest.h>

#include "tracking/live/live_pilot.h"
#include "tracking/live/testing/places.h"

namespace waycast {
namespace {

using testing::kStart;
using testing::north;

class LiveClockTest : public ::testing::Test {
 protected:
  LiveClockTest() { clock_.advance(std::chrono::hours{10}); }

  Moment now() const { return Moment::of(clock_); }
  TimePoint ago(Duration by) const { return clock_.now() - by; }
  void accept(const char* id) {
    Booking row;
    row.id = BookingId(id);
    row.pilot_id = PilotId("p");
    row.status = BookingStatus::kAccepted;
    row.accepted_at = clock_.now();
    pilot_.booking_is(row, now());
  }
  // Of a device whose clock is `slow`, after a second.
  PointOutcome send(LatLng at, Duration slow) {
    clock_.advance(Duration{1'000});
    return pilot_.locate({.at = at, .recorded_at = ago(slow + Duration{50})}, now()).value();
  }

  LiveSettings settings_;
  ManualClock clock_;
  LivePilot pilot_{PilotId("p"), settings_};
};

TEST_F(LiveClockTest, ASlowPhoneIsShownRightAfterAccepted) {
  for (const auto slow : {std::chrono::seconds{20}, std::chrono::seconds{3'600}}) {
    pilot_ = LivePilot(PilotId("p"), settings_);
    accept("b");
    for (int i = 0; i < 5; ++i) {
      const auto out = send(north(i * 10), slow);
      ASSERT_NE(out.broadcast, nullptr) << i;
      EXPECT_EQ(out.broadcast->at, north(i * 10));
      EXPECT_EQ(out.row.booking_id, BookingId("b"));
      EXPECT_EQ(out.seen_at, clock_.now());
      EXPECT_EQ(out.clock_corrected, i == 2);
      if (i >= 2) {
        EXPECT_EQ(out.row.recorded_at, clock_.now());
      }
      EXPECT_EQ(out.row.is_redated, i >= 2);
    }
  }
}

TEST_F(LiveClockTest, ALatePositionThatCannotBeIsFlagged) {
  accept("b");
  send(north(0), {});
  const auto late = [&](LatLng at) {
    clock_.advance(Duration{1'000});
    const Location location{.at = at, .recorded_at = ago(Duration{9'000}), .sent_at = ago({})};
    return pilot_.locate(location, now()).value().row;
  };
  EXPECT_TRUE(late({0, 0}).is_flagged);
  EXPECT_TRUE(late(north(900'000)).is_flagged);
  EXPECT_FALSE(late(north(50)).is_flagged);
  EXPECT_FALSE(late(north(50)).moves_marker);
}

// Its position is dated now, and would be taken for another one when it is sent again.
TEST_F(LiveClockTest, APhoneALittleAheadIsRecognisedByItsOwnTime) {
  accept("b");
  const auto out = send(north(0), -Duration{350});
  EXPECT_EQ(out.row.recorded_at, clock_.now());
  EXPECT_TRUE(out.row.is_redated);
  EXPECT_FALSE(send(north(10), Duration{}).row.is_redated);
}

TEST_F(LiveClockTest, APhoneThatSendsLocalTimeAsUtcIsShown) {
  accept("b");
  for (int i = 0; i < 5; ++i) {
    const auto out = send(north(i * 10), -std::chrono::minutes{330});
    ASSERT_NE(out.broadcast, nullptr) << i;
    EXPECT_EQ(out.row.recorded_at, clock_.now());
    EXPECT_EQ(out.row.location.recorded_at, ago(Duration{50} - std::chrono::minutes{330}));
    EXPECT_TRUE(out.row.is_redated);
  }
}

TEST_F(LiveClockTest, ASlowPhoneThatTakesOverIsShown) {
  accept("b");
  for (int i = 0; i < 5; ++i) send(north(i * 10), {});
  send(north(50), std::chrono::hours{1});  // may be a late point of the first
  for (int i = 6; i < 10; ++i) {
    EXPECT_NE(send(north(i * 10), std::chrono::hours{1}).broadcast, nullptr) << i;
  }
}

TEST_F(LiveClockTest, FromAFixThatMayBeOldTheyMayHaveComeFar) {
  accept("b");
  ASSERT_NE(send(north(0), std::chrono::minutes{20}).broadcast, nullptr);  // the last known place
  const auto out = send(north(15'000), {});
  EXPECT_FALSE(out.row.is_flagged);
  EXPECT_NE(out.broadcast, nullptr);
  EXPECT_TRUE(send(north(30'000), {}).row.is_flagged);
}

TEST_F(LiveClockTest, PointsOfAFinishedBookingAreNotMadeByASlowClock) {
  pilot_.go_online(VehicleId("v"), now());
  accept("b");
  send(north(0), std::chrono::seconds{20});
  Booking row;
  row.id = BookingId("b");
  row.pilot_id = PilotId("p");
  row.status = BookingStatus::kDelivered;
  row.accepted_at = ago(std::chrono::seconds{60});
  row.delivered_at = clock_.now();
  pilot_.booking_is(row, now());
  EXPECT_TRUE(send(north(10), std::chrono::seconds{20}).row.booking_id.empty());
}

TEST_F(LiveClockTest, ARepeatedFixIsASignOfLifeAndNothingNew) {
  pilot_.go_online(VehicleId("v"), now());
  const TimePoint recorded = clock_.now();
  const auto first = pilot_.locate({.at = kStart, .recorded_at = recorded}, now()).value();
  for (int i = 0; i < 20; ++i) {
    clock_.advance(Duration{10'000});
    EXPECT_FALSE(pilot_.expire(now()));
    const auto again = pilot_.locate({.at = kStart, .recorded_at = recorded}, now()).value();
    EXPECT_EQ(again.seen_at, clock_.now());
    EXPECT_EQ(again.row.recorded_at, first.row.recorded_at);
    EXPECT_FALSE(again.row.moves_marker);
    EXPECT_FALSE(again.row.is_flagged);
    EXPECT_EQ(again.broadcast, nullptr);
  }
  ASSERT_NE(pilot_.marker(), nullptr);
  EXPECT_EQ(*pilot_.marker(), kStart);
  EXPECT_FALSE(pilot_.locate({.at = kStart}, Moment{now().wall, now().steady + Duration{2'000}})
                   ->clock_corrected);
}

TEST_F(LiveClockTest, AParkedPhoneIsShownToABookingThatBeginsMeanwhile) {
  pilot_.go_online(VehicleId("v"), now());
  const TimePoint recorded = clock_.now();
  ASSERT_TRUE(pilot_.locate({.at = kStart, .recorded_at = recorded}, now()));
  clock_.advance(Duration{300'000});
  accept("b");
  const auto shown = pilot_.locate({.at = kStart, .recorded_at = recorded}, now()).value();
  ASSERT_NE(shown.broadcast, nullptr);
  EXPECT_EQ(shown.broadcast->booking_id, BookingId("b"));
  EXPECT_EQ(shown.row.booking_id, BookingId("b"));
  clock_.advance(Duration{1'000});
  EXPECT_EQ(pilot_.locate({.at = kStart, .recorded_at = recorded}, now())->broadcast, nullptr);
}

TEST_F(LiveClockTest, ARepeatedSpikeConfirmsNothing) {
  accept("b");
  send(north(0), {});
  const TimePoint recorded = clock_.now();
  for (int i = 0; i < 5; ++i) {
    clock_.advance(Duration{1'000});
    const auto spike = pilot_.locate({.at = {48.85, 2.35}, .recorded_at = recorded}, now()).value();
    EXPECT_TRUE(spike.row.is_flagged);
    EXPECT_FALSE(spike.seen_at);
  }
}

TEST_F(LiveClockTest, NullIslandIsDoubtedAtFirstAndTheDriveIsShownAtOnce) {
  accept("b");
  const auto first = send({0, 0}, {});
  EXPECT_TRUE(first.row.is_flagged);
  EXPECT_EQ(first.broadcast, nullptr);
  const auto drive = send(north(0), {});
  ASSERT_NE(drive.broadcast, nullptr);
  EXPECT_FALSE(drive.row.is_flagged);
}

TEST_F(LiveClockTest, AWrongFirstFixIsFlaggedInHistoryWhenThreeAgree) {
  accept("b");
  const auto wrong = send({0.001, 0}, {});
  EXPECT_FALSE(wrong.row.is_flagged);
  const auto first = send(north(0), {});
  const auto second = send(north(10), {});
  EXPECT_TRUE(second.row.is_flagged);
  const auto third = send(north(20), {});
  const BookingId booking("b");
  EXPECT_EQ(third.changes, (std::vector<PointFlag>{{booking, wrong.row.recorded_at, true},
                                                   {booking, first.row.recorded_at, false},
                                                   {booking, second.row.recorded_at, false}}));
  ASSERT_NE(third.broadcast, nullptr);
}

TEST_F(LiveClockTest, AfterARestartASpikeIsStillASpike) {
  pilot_.seed(kStart, clock_.now(), BookingId("b"));
  accept("b");
  EXPECT_TRUE(send({48.85, 2.35}, {}).row.is_flagged);
  EXPECT_NE(send(north(20), {}).broadcast, nullptr);
}

TEST_F(LiveClockTest, ATimeBeforeTheSettingIsRefused) {
  accept("b");
  clock_.advance(Duration{1'000});
  const auto refused = pilot_.locate(
      {.at = kStart, .recorded_at = ago(settings_.max_recorded_age + Duration{1})}, now());
  EXPECT_EQ(refused.error(), Code::kValidation);
  EXPECT_TRUE(pilot_.locate({.at = kStart}, now())) << "a refusal throttles nothing";
}

}  // namespace
}  // namespace waycast
