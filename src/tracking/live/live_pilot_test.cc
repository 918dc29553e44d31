#include "tracking/live/live_pilot.h"
#include "tracking/live/testing/places.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

using testing::kStart;
using testing::north;

class LivePilotTest : public ::testing::Test {
 protected:
  Moment now() const { return Moment::of(clock_); }
  void seconds(double by) { clock_.advance(Duration{static_cast<long>(by * 1'000)}); }

  void online() { pilot_.go_online(VehicleId("v"), now()); }
  auto send(LatLng at) { return pilot_.locate({.at = at}, now()); }

  Booking booking(const char* id, BookingStatus status) {
    Booking out;
    out.id = BookingId(id);
    out.pilot_id = PilotId("p");
    out.status = status;
    out.accepted_at = clock_.now();
    return out;
  }
  // Changes the status of a booking the pilot already has.
  void change(Booking& row, BookingStatus status) {
    row.status = status;
    if (status == BookingStatus::kDelivered) row.delivered_at = clock_.now();
    if (status == BookingStatus::kCancelled) row.cancelled_at = clock_.now();
    pilot_.booking_is(row, now());
  }

  LiveSettings settings_;
  ManualClock clock_;
  LivePilot pilot_{PilotId("p"), settings_};
};

TEST_F(LivePilotTest, LocationNeedsOnlineOrABooking) {
  EXPECT_EQ(send(kStart).error(), Code::kPilotNotAvailable);
  online();
  const auto accepted = send(kStart);
  ASSERT_TRUE(accepted);
  EXPECT_TRUE(accepted->row.booking_id.empty());
  EXPECT_EQ(accepted->broadcast, nullptr);
  EXPECT_EQ(accepted->row.recorded_at, clock_.now());
}

TEST_F(LivePilotTest, OfflinePilotOnABookingIsStillFollowed) {
  pilot_.booking_is(booking("b", BookingStatus::kInTransit), now());
  const auto accepted = send(kStart);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->row.booking_id, BookingId("b"));
  EXPECT_EQ(accepted->row.status, BookingStatus::kInTransit);
  ASSERT_NE(accepted->broadcast, nullptr);
  EXPECT_EQ(accepted->broadcast->booking_id, BookingId("b"));
  EXPECT_EQ(accepted->broadcast->pilot_id, PilotId("p"));
  EXPECT_FALSE(accepted->came_online);
  EXPECT_FALSE(pilot_.is_online());
}

TEST_F(LivePilotTest, ALivePointIsOfTheBookingUnderWayWhateverThePhonesClockSays) {
  pilot_.booking_is(booking("b", BookingStatus::kInTransit), now());
  const TimePoint long_ago = clock_.now() - std::chrono::hours{24};
  const auto accepted = pilot_.locate({.at = kStart, .recorded_at = long_ago}, now());
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->row.booking_id, BookingId("b"));
  EXPECT_EQ(accepted->row.recorded_at, long_ago);
  EXPECT_NE(accepted->broadcast, nullptr) << "what is sent live is of now";
  EXPECT_EQ(accepted->seen_at, clock_.now());
}

TEST_F(LivePilotTest, ThrottleCountsFromTheLastAcceptedPoint) {
  online();
  EXPECT_TRUE(send(north(0)));
  seconds(0.999);
  EXPECT_EQ(send(north(5)).error(), Code::kRateLimit);
  seconds(0.001);
  EXPECT_TRUE(send(north(10)));
  seconds(0.5);
  EXPECT_EQ(send(north(15)).error(), Code::kRateLimit);
}

TEST_F(LivePilotTest, SeqGrowsByOneAndJumpsForwardWithANewProcess) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted), now());
  const std::uint64_t first = send(north(0))->broadcast->seq;
  for (std::uint64_t i = 1; i < 5; ++i) {
    seconds(1);
    EXPECT_EQ(send(north(static_cast<double>(i) * 10))->broadcast->seq, first + i);
  }
  seconds(1);
  LivePilot restarted(PilotId("p"), settings_);
  restarted.booking_is(booking("b", BookingStatus::kAccepted), now());
  EXPECT_GT(restarted.locate({.at = kStart}, now())->broadcast->seq, first + 4);
}

TEST_F(LivePilotTest, WhatTheStoreKnowsIsNumberedWhenSomebodyAsks) {
  const StoredPosition stored{north(5), now().wall - Duration{90'000}, BookingId("b")};
  pilot_.know(stored);  // of no booking of theirs
  EXPECT_EQ(pilot_.last_update(now()), nullptr);
  pilot_.booking_is(booking("b", BookingStatus::kAccepted), now());
  pilot_.know({north(1), now().wall, BookingId("other")});
  EXPECT_EQ(pilot_.last_update(now()), nullptr);
  pilot_.know(stored);
  EXPECT_EQ(pilot_.numbered_update(), nullptr);
  const LocationUpdate told = *pilot_.last_update(now());
  EXPECT_EQ(told.at, stored.at);
  EXPECT_EQ(told.timestamp, stored.recorded_at);
  seconds(30);
  EXPECT_EQ(pilot_.last_update(now())->seq, told.seq);
  EXPECT_EQ(send(north(6))->broadcast->seq, told.seq + 1);
}

TEST_F(LivePilotTest, WhatTheStoreKnowsNeverReplacesALivePosition) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted), now());
  const std::uint64_t live = send(north(0))->broadcast->seq;
  pilot_.know({north(5), now().wall + Duration{1'000}, BookingId("b")});
  EXPECT_EQ(pilot_.last_update(now())->at, north(0));
  EXPECT_EQ(pilot_.numbered_update()->seq, live);
}

TEST_F(LivePilotTest, NothingIsBroadcastAfterTheEnd) {
  online();
  Booking row = booking("b", BookingStatus::kAccepted);
  pilot_.booking_is(row, now());
  EXPECT_NE(send(north(0))->broadcast, nullptr);
  EXPECT_NE(pilot_.last_update({}), nullptr);
  seconds(1);
  change(row, BookingStatus::kDelivered);
  EXPECT_EQ(pilot_.last_update({}), nullptr);
  const auto later = send(north(10));
  ASSERT_TRUE(later);
  EXPECT_EQ(later->broadcast, nullptr);
  EXPECT_TRUE(later->row.booking_id.empty());
}

TEST_F(LivePilotTest, BookingGivenToSomebodyElseIsNoLongerTheirs) {
  Booking row = booking("b", BookingStatus::kAccepted);
  pilot_.booking_is(row, now());
  row.pilot_id = PilotId("other");
  seconds(1);
  pilot_.booking_is(row, now());
  EXPECT_EQ(pilot_.active_booking(), nullptr);
  EXPECT_EQ(send(kStart).error(), Code::kPilotNotAvailable);
}

TEST_F(LivePilotTest, ImplausiblePointIsStoredFlaggedAndNotBroadcast) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted), now());
  send(north(0));
  seconds(1);
  const auto spike = pilot_.locate({.at = {48.85, 2.35}}, now());
  ASSERT_TRUE(spike);
  EXPECT_TRUE(spike->row.is_flagged);
  EXPECT_FALSE(spike->row.moves_marker);
  EXPECT_EQ(spike->broadcast, nullptr);
  EXPECT_EQ(pilot_.last_update({})->at, north(0));
}

TEST_F(LivePilotTest, OldPositionIsStoredNotBroadcast) {
  seconds(600);
  Booking row = booking("b", BookingStatus::kAccepted);
  row.accepted_at = clock_.now() - Duration{300'000};
  pilot_.booking_is(row, now());
  const auto old = pilot_.locate(
      {.at = kStart, .recorded_at = clock_.now() - Duration{61'000}, .sent_at = clock_.now()},
      now());
  ASSERT_TRUE(old);
  EXPECT_EQ(old->row.booking_id, BookingId("b"));
  EXPECT_EQ(old->broadcast, nullptr) << "its sender says that it is old";
  EXPECT_EQ(old->seen_at, clock_.now() - Duration{61'000});
  seconds(1);
  const auto fresh = pilot_.locate(
      {.at = kStart, .recorded_at = clock_.now() - Duration{60'000}, .sent_at = clock_.now()},
      now());
  EXPECT_NE(fresh->broadcast, nullptr);
}

TEST_F(LivePilotTest, TimeOfTheFutureBecomesTheServers) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted), now());
  const auto out =
      pilot_.locate({.at = kStart, .recorded_at = clock_.now() + Duration{5'000}}, now());
  EXPECT_EQ(out->row.recorded_at, clock_.now());
  EXPECT_EQ(out->broadcast->timestamp, clock_.now());
}

TEST_F(LivePilotTest, MarkerMovesOnWhenTheServersClockIsSetBack) {
  pilot_.booking_is(booking("b", BookingStatus::kAccepted), now());
  seconds(60);
  const auto before = send(north(0))->broadcast->seq;
  seconds(10);
  clock_.set_wall(clock_.now() - std::chrono::hours(1));
  const auto after = send(north(20));
  ASSERT_NE(after->broadcast, nullptr);
  EXPECT_EQ(after->broadcast->at, north(20));
  EXPECT_EQ(after->broadcast->seq, before + 1);
  seconds(10);
  EXPECT_NE(pilot_.locate({.at = north(40), .recorded_at = clock_.now()}, now())->broadcast,
            nullptr);
}

TEST_F(LivePilotTest, LastSocketStartsTheGraceAndAnotherEndsIt) {
  pilot_.attach_socket();
  pilot_.attach_socket();
  online();
  pilot_.detach_socket(now());
  seconds(40);
  EXPECT_FALSE(pilot_.expire(now()));
  pilot_.detach_socket(now());
  EXPECT_EQ(pilot_.deadline(), clock_.steady() + Duration{20'001});  // stale comes before the grace
  EXPECT_TRUE(send(kStart));                                         // by REST
  EXPECT_EQ(pilot_.deadline(), clock_.steady() + settings_.grace);
  seconds(29);
  EXPECT_FALSE(pilot_.expire(now()));
  pilot_.attach_socket();
  seconds(20);
  EXPECT_FALSE(pilot_.expire(now()));
  EXPECT_TRUE(pilot_.is_online());
}

TEST_F(LivePilotTest, GraceEndsOfflineAndALocationDoesNotUndoIt) {
  pilot_.attach_socket();
  online();
  pilot_.detach_socket(now());
  seconds(30);
  EXPECT_TRUE(pilot_.expire(now()));
  EXPECT_FALSE(pilot_.expire(now()));
  EXPECT_EQ(pilot_.presence(), Presence::kOffline);
  EXPECT_EQ(send(kStart).error(), Code::kPilotNotAvailable);
}

TEST_F(LivePilotTest, StalePilotComesBackWithTheirNextLocation) {
  pilot_.attach_socket();
  online();
  seconds(60);
  EXPECT_FALSE(pilot_.expire(now()));
  clock_.advance(Duration{1});
  EXPECT_TRUE(pilot_.expire(now()));
  EXPECT_EQ(pilot_.presence(), Presence::kStale);
  EXPECT_EQ(pilot_.deadline(), std::nullopt);
  const auto back = send(kStart);
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->came_online);
  EXPECT_TRUE(pilot_.is_online());
  seconds(59);
  EXPECT_TRUE(send(kStart));
  seconds(59);
  EXPECT_FALSE(pilot_.expire(now()));  // counted from the last location
}

TEST_F(LivePilotTest, AfterARestartAStalePilotComesBackWithTheirNextLocation) {
  pilot_.load(Presence::kStale, now());
  const auto back = send(kStart);
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->came_online);
  EXPECT_TRUE(pilot_.is_online());
}

TEST_F(LivePilotTest, ExplicitOfflineIsNotUndoneByALocation) {
  online();
  seconds(61);
  EXPECT_TRUE(pilot_.expire(now()));
  EXPECT_TRUE(pilot_.go_offline());  // the store is to forget that they were stale
  EXPECT_FALSE(pilot_.go_offline());
  EXPECT_EQ(send(kStart).error(), Code::kPilotNotAvailable);
  online();
  EXPECT_TRUE(pilot_.go_offline());
  EXPECT_EQ(send(kStart).error(), Code::kPilotNotAvailable);
}

TEST_F(LivePilotTest, AfterARestartStoredPilotsHaveTheGrace) {
  pilot_.load(Presence::kOnline, now());
  pilot_.start_grace(now());
  seconds(29);
  EXPECT_FALSE(pilot_.expire(now()));
  seconds(1);
  EXPECT_TRUE(pilot_.expire(now()));
}

}  // namespace
}  // namespace waycast
