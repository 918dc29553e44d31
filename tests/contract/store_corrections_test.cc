// What is learned of a point after it was stored, and points whose device has a wrong clock.
#include "base/ids.h"
#include "storage/sqlite/connection.h"
#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

PointRow redated(int pilot, TimePoint at, TimePoint device_time, LatLng where = {10, 20}) {
  PointRow row = point_of(pilot, at, where);
  row.location.recorded_at = device_time;
  row.is_redated = true;
  return row;
}

TEST_P(StoreContract, FlagsAreChangedBehindThePoints) {
  std::vector<PointRow> points;
  for (int i = 1; i <= 12; ++i) points.push_back(point_of(0, now + i * 1s, {10, 20}));
  points[10].is_flagged = points[11].is_flagged = true;
  ASSERT_TRUE(call.append_all(points));
  const BookingId booking = points[0].booking_id;
  const std::vector<PointFlag> changes{{booking, now + 1s, true},
                                       {booking, now + 2s, true},
                                       {booking, now + 11s, false},
                                       {booking, now + 50s, true}};
  ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.flag_points(changes); }));
  ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.flag_points(changes); }));
  std::vector<int> flagged;
  for (const HistoryEntry& entry : track("booking-000000")) {
    if (entry.is_flagged) flagged.push_back(static_cast<int>((entry.created_at - now) / 1s));
  }
  EXPECT_EQ(flagged, (std::vector{1, 2, 12}));
}

TEST_P(StoreContract, ARedatedPointKeepsWhatItsDeviceSaid) {
  ASSERT_TRUE(call.append(redated(0, now + 5s, now - 1h)));
  const auto entries = track("booking-000000");
  EXPECT_EQ(entries.back().created_at, now + 5s);
  EXPECT_EQ(entries.back().device_time, now - 1h);
  ASSERT_TRUE(call.append(point_of(0, now + 6s, {10, 20})));
  EXPECT_FALSE(track("booking-000000").back().device_time);
}

TEST_P(StoreContract, ARedatedPointIsRecognisedHoweverItIsDatedNow) {
  ASSERT_EQ(call.append_all({redated(0, now + 5s, now - 1h)})->stored, 1U);
  EXPECT_EQ(call.append_all({redated(0, now + 7s, now - 1h)})->duplicates, 1U);
  PointRow uncorrected = point_of(0, now - 1h, {10, 20});
  uncorrected.location.recorded_at = now - 1h;
  EXPECT_EQ(call.append_all({uncorrected})->duplicates, 1U);
  ASSERT_TRUE(call.append(redated(0, now + 9s, now - 1h)));
  EXPECT_EQ(track("booking-000000").size(), 2U);
  EXPECT_EQ(call.append_all({redated(1, now + 5s, now - 1h)})->stored, 1U) << "another booking's";
}

TEST_P(StoreContract, APointStoredBeforeItsClockWasKnownIsRecognised) {
  PointRow first = point_of(0, now - 1h, {10, 20});
  first.location.recorded_at = now - 1h;
  ASSERT_EQ(call.append_all({first})->stored, 1U);
  EXPECT_EQ(call.append_all({redated(0, now + 5s, now - 1h)})->duplicates, 1U);
  EXPECT_EQ(track("booking-000000").size(), 2U);
}

// A clock that is set back says the same times again; a whole second of one point's clock may be
// another's corrected time.
TEST_P(StoreContract, AnotherPlaceIsAnotherPointWhateverItsDeviceSays) {
  ASSERT_EQ(call.append_all({redated(0, now + 5s, now + 305s, {10, 20})})->stored, 1U);
  EXPECT_EQ(call.append_all({redated(0, now + 25s, now + 5s, {11, 20})})->stored, 1U);
  PointRow right = point_of(0, now + 305s, {12, 20});
  right.location.recorded_at = now + 305s;
  EXPECT_EQ(call.append_all({right})->stored, 1U) << "after the clock was set right";
  EXPECT_EQ(call.append_all({redated(0, now + 304s, now + 305s, {13, 20})})->stored, 1U);
}

TEST_P(StoreContract, ARowFromTheFutureDoesNotStayThere) {
  ASSERT_TRUE(call.append(point_of(0, now + 5'000h, {10, 20})));
  ASSERT_TRUE(call.append(point_of(0, now + 4s, {11, 21})));
  ASSERT_TRUE(call.append(point_of(0, now + 2s, {12, 22}))) << "late";
  const auto pilot = [&] {
    return call.read([](StoreReads& r) { return r.pilot(PilotId("pilot-000000")); });
  };
  EXPECT_EQ((*pilot())->current, (LatLng{11, 21}));
  EXPECT_EQ((*pilot())->last_location_at, now + 4s);
}

// The watermark of a file that a date before 1970 poisoned.
TEST(StoreFile, AWatermarkInTheFutureIsSetBack) {
  const TempFolder folder;
  const SystemClock clock;
  const std::string path = folder.file("t.db");
  const auto run = [&](const char* sql) {
    auto db = sqlite::Connection::open(path, sqlite::OpenMode::kReadWrite, 1s).value();
    return db->query(sql).value<std::string>().value();
  };
  SqliteStore::open({.path = path}, clock).value()->stop();
  run("UPDATE waycast_track_state SET indexedTo = 'zzzzzzzzzz' RETURNING indexedTo");
  SqliteStore::open({.path = path}, clock).value()->stop();
  EXPECT_LE(run("SELECT indexedTo FROM waycast_track_state"), point_id({}, clock.now()));
}

}  // namespace
}  // namespace waycast
