// The last position of a pilot and of their booking, as whoever connects is given it.
#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

class StorePositions : public StoreContract {
 protected:
  PrincipalSnapshot snapshot(int pilot = 0) {
    const Principal who{Role::kPilot, numbered("pilot", pilot), {}, {}};
    return call.read([&](StoreReads& r) { return r.principal(who, now, {}); }).value();
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, StorePositions, ::testing::ValuesIn(every_backend()),
                         [](const auto& test) { return test.param.name; });

TEST_P(StorePositions, APlaceAndItsTimeAreOfOnePoint) {
  ASSERT_TRUE(call.append(point_of(0, now + 5s, {10, 20})));
  ASSERT_TRUE(call.append(point_of(0, now + 1s, {1, 2})));  // older
  const auto found = snapshot();
  ASSERT_TRUE(found.last_position);
  EXPECT_EQ(found.last_position->at, (LatLng{10, 20}));
  EXPECT_EQ(found.last_position->recorded_at, now + 5s);
  EXPECT_EQ(found.last_position->booking_id, BookingId("booking-000000"));
  ASSERT_EQ(found.booking_positions.size(), 1U);
  EXPECT_EQ(found.booking_positions[0].recorded_at, now + 5s);
}

TEST_P(StorePositions, APositionWithoutABookingIsNotTheBookings) {
  ASSERT_TRUE(call.append(point_of(0, now + 5s, {10, 20})));
  auto elsewhere = point_of(0, now + 9s, {30, 40});
  elsewhere.booking_id = {};
  ASSERT_TRUE(call.append(elsewhere));
  const auto found = snapshot();
  EXPECT_EQ(found.last_position->at, (LatLng{30, 40}));
  EXPECT_EQ(found.last_position->recorded_at, now + 9s);
  EXPECT_TRUE(found.last_position->booking_id.empty());
  ASSERT_EQ(found.booking_positions.size(), 1U);
  EXPECT_EQ(found.booking_positions[0].at, (LatLng{10, 20}));
  EXPECT_EQ(found.booking_positions[0].recorded_at, now + 5s);
}

// The tail of the file backend is four points: these are in chunks, in the tail and single keys.
TEST_P(StorePositions, ABookingsTimeIsFoundInItsHistory) {
  for (int i = 1; i <= 10; ++i) {
    ASSERT_TRUE(call.append(point_of(0, now + i * 1s, {10.0 + i, 20})));
    auto flagged = point_of(0, now + i * 1s + 500ms, {80, 80});
    flagged.is_flagged = true;
    ASSERT_TRUE(call.append(flagged));
    auto elsewhere = point_of(0, now + i * 1s + 600ms, {5, 5});
    elsewhere.booking_id = {};
    ASSERT_TRUE(call.append(elsewhere));
    const auto found = snapshot();
    EXPECT_EQ(found.last_position->at, (LatLng{5, 5}));
    ASSERT_EQ(found.booking_positions.size(), 1U);
    EXPECT_EQ(found.booking_positions[0].at, (LatLng{10.0 + i, 20}));
    EXPECT_EQ(found.booking_positions[0].recorded_at, now + i * 1s);
  }
}

TEST_P(StorePositions, WithoutAPointThereIsNone) {
  ASSERT_TRUE(call.append(point_of(1, now + 1s, {10, 20})));
  EXPECT_TRUE(snapshot(2).booking_positions.empty());
}

// So many that their rows are written later.
TEST(StoreUnwritten, PositionsOnTheirWayToTheirRowsAreKnown) {
  constexpr int kMany = 100;
  const TimePoint now{Duration{1'767'225'600'000}};
  const SystemClock clock;
  TempFolder folder;
  ThreadLoop loop(clock);
  ASSERT_EQ(testing::seed_file(folder.file("t.db"), kMany, now), kMany);
  const auto store = std::move(
      SqliteStore::open({.path = folder.file("t.db"), .position_interval = 1h}, clock).value());
  StoreCaller call(*store, loop);
  for (const Duration at : {1s, 2s}) {
    std::vector<PointRow> points;
    for (int i = 0; i < kMany; ++i) points.push_back(point_of(i, now + at, {1.0 * at.count(), 2}));
    ASSERT_TRUE(call.append_all(std::move(points)));
  }
  const auto row = call.read([](StoreReads& r) { return r.pilot(PilotId("pilot-000099")); });
  ASSERT_NE((*row)->last_location_at, now + 2s);  // or this test shows nothing
  const Principal who{Role::kPilot, "pilot-000099", {}, {}};
  const auto found = call.read([&](StoreReads& r) { return r.principal(who, now, {}); });
  EXPECT_EQ(found->last_position->at, (LatLng{2'000, 2}));
  EXPECT_EQ(found->last_position->recorded_at, now + 2s);
  EXPECT_EQ(found->last_position->booking_id, BookingId("booking-000099"));
  ASSERT_EQ(found->booking_positions.size(), 1U);
  EXPECT_EQ(found->booking_positions[0].recorded_at, now + 2s);
  const auto fleet =
      call.read([](StoreReads& r) { return r.fleet_pilot(PilotId("pilot-000099")); });
  EXPECT_EQ((*fleet)->pilot.current, (LatLng{2'000, 2}));
  EXPECT_EQ((*fleet)->pilot.last_location_at, now + 2s);
}

}  // namespace
}  // namespace waycast
