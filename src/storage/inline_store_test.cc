#include "storage/inline_store.h"

#include <gtest/gtest.h>

#include "base/manual_loop.h"
#include "storage/testing/seed.h"

namespace waycast {
namespace {

class InlineStoreTest : public ::testing::Test {
 protected:
  ManualLoop loop;
  InlineStore store;
  const TimePoint now = loop.clock().now();

  PointRow point(Duration after) {
    PointRow row;
    row.pilot_id = PilotId("pilot-000000");
    row.booking_id = BookingId("booking-000000");
    row.status = BookingStatus::kInTransit;
    row.location.at = {12.5, 77.25};
    row.recorded_at = now + after;
    return row;
  }
};

TEST_F(InlineStoreTest, ReadsAreAnsweredOnTheLoop) {
  testing::seed(store, 1, now);
  std::optional<Booking> found;
  store.read(
      loop, [](StoreReads& reads) { return reads.booking(BookingId("booking-000000")); },
      [&](Result<std::optional<Booking>> result) { found = result.value(); });
  EXPECT_FALSE(found);
  loop.run();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, BookingStatus::kInTransit);
  EXPECT_EQ(found->pilot_id, PilotId("pilot-000000"));
  EXPECT_EQ(found->created_at, now);
}

TEST_F(InlineStoreTest, AnErrorRollsTheOperationBack) {
  testing::seed(store, 1, now);
  Code code{};
  store.write(
      loop,
      [&](StoreWrites& writes) -> Result<void> {
        (void)writes.set_pilot_online(PilotId("pilot-000000"), true, now);
        return fail(Code::kForbidden);
      },
      [&](Result<void> result) { code = result.error().code; });
  loop.run();
  EXPECT_EQ(code, Code::kForbidden);
  EXPECT_FALSE(testing::pilot(store, PilotId("pilot-000000")).is_online);
}

TEST_F(InlineStoreTest, AnAppendedPointIsTheLatestPositionAndHistory) {
  testing::seed(store, 1, now);
  bool is_stored = false;
  store.append_point(point(Duration{5}),
                     {&loop, true, [&](Result<void> done) { is_stored = done.has_value(); }});
  loop.run();
  EXPECT_TRUE(is_stored);
  EXPECT_EQ(testing::booking(store, BookingId("booking-000000")).current, (LatLng{12.5, 77.25}));
  EXPECT_EQ(testing::pilot(store, PilotId("pilot-000000")).last_location_at, now + Duration{5});
  const auto track =
      store.read_now([](StoreReads& reads) { return reads.track(BookingId("booking-000000")); });
  ASSERT_EQ(track->size(), 2U);
  EXPECT_EQ(track->back().at, (LatLng{12.5, 77.25}));
}

TEST_F(InlineStoreTest, AFailingStoreAnswersDatabaseErrors) {
  Code code{};
  store.set_failing(true);
  store.append_point(point(Duration{1}),
                     {&loop, false, [&](Result<void> done) { code = done.error().code; }});
  loop.run();
  EXPECT_EQ(code, Code::kDatabase);
}

}  // namespace
}  // namespace waycast
