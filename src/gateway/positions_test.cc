// Positions of phones whose clocks are wrong, that stand still, or whose first fix was wrong: what
// customers, matching and the history make of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_format.h"
#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kFirstFollowed = R"({"bookingId":"booking-000000"})";

class PositionsTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  std::size_t shard(std::size_t n) const { return n % GetParam(); }
  TimePoint now() const { return world_.now(); }

  static std::string point(LatLng at, const std::string& more = {}) {
    return "{\"lat\":" + std::to_string(at.lat) + ",\"lng\":" + std::to_string(at.lng) + more + "}";
  }
  static std::string time_field(const std::string& name, TimePoint at) {
    return ",\"" + name + "\":\"" + format_time(at) + "\"";
  }
  LatLng pickup() const { return sample_pickup(0, now()).at; }

  std::vector<HistoryEntry> track() {
    auto entries = world_.store().read_now(
        [](StoreReads& reads) { return reads.track(BookingId("booking-000000")); });
    std::erase_if(*entries, [](const HistoryEntry& entry) { return !entry.at; });
    return *std::move(entries);
  }
  std::vector<double> lats(bool flagged) {
    std::vector<double> out;
    for (const HistoryEntry& entry : track()) {
      if (entry.is_flagged == flagged) out.push_back(entry.at->lat);
    }
    return out;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Shards, PositionsTest, ::testing::Values(1, 3));

TEST_P(PositionsTest, AParkedPhoneThatRepeatsItsFixIsOfferedBookings) {
  auto pilot = world_.free_pilot(7, shard(1));
  const std::string fix = point(pickup(), time_field("recordedAt", now()));
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(pilot->call("pilot:location", fix), R"({"ok":true})");
    world_.advance(Duration{20'000});
  }
  world_.create_booking();
  EXPECT_THAT(pilot->take("booking:offer"), SizeIs(1));
}

TEST_P(PositionsTest, APhoneAnHourSlowIsOfferedBookings) {
  auto pilot = world_.free_pilot(7, shard(1));
  EXPECT_EQ(pilot->call("pilot:location",
                        point(pickup(), time_field("recordedAt", now() - std::chrono::hours{1}))),
            R"({"ok":true})");
  world_.advance(Duration{200});
  world_.create_booking();
  EXPECT_THAT(pilot->take("booking:offer"), SizeIs(1));
}

TEST_P(PositionsTest, WhoSaysThatTheirFixIsAnHourOldIsNot) {
  auto pilot = world_.free_pilot(7, shard(1));
  pilot->call("pilot:location",
              point(pickup(), time_field("recordedAt", now() - std::chrono::hours{1}) +
                                  time_field("sentAt", now())));
  world_.advance(Duration{200});
  world_.create_booking();
  EXPECT_THAT(pilot->take("booking:offer"), IsEmpty());
}

TEST_P(PositionsTest, AWrongFirstFixChangesPlacesWithTheGoodOnesInHistory) {
  auto customer = world_.user(0, shard(2));
  customer->call("booking:subscribe", kFirstFollowed);
  customer->take();
  auto pilot = world_.pilot(0, shard(1));
  for (const double lat : {5.0, 5.0, 23.0, 23.0001, 23.0002, 23.0003}) {
    EXPECT_EQ(pilot->call("pilot:location", point({lat, 72})), R"({"ok":true})");
    world_.advance(Duration{1'000});
  }
  EXPECT_THAT(lats(true), ElementsAre(5.0, 5.0));
  EXPECT_THAT(lats(false), ElementsAre(23.0, 23.0001, 23.0002, 23.0003));
  EXPECT_THAT(customer->take("location:update"), SizeIs(4));
}

TEST_P(PositionsTest, NullIslandBeforeTheDriveIsNeverShown) {
  auto customer = world_.user(0, shard(2));
  customer->call("booking:subscribe", kFirstFollowed);
  customer->take();
  auto pilot = world_.pilot(0, shard(1));
  for (const double lat : {0.0, 23.0, 23.0001}) {
    pilot->call("pilot:location", point({lat, lat == 0.0 ? 0.0 : 72.0}));
    world_.advance(Duration{1'000});
  }
  EXPECT_THAT(customer->take("location:update"),
              ElementsAre(HasSubstr(R"("lat":23,)"), HasSubstr(R"("lat":23.0001,)")));
  EXPECT_THAT(lats(true), ElementsAre(0.0));
}

TEST_P(PositionsTest, ABatchIsDatedByItsSending) {
  auto pilot = world_.pilot(0, shard(1));
  world_.advance(Duration{40'000});
  const TimePoint sent = now() - std::chrono::hours{1};
  const std::string points =
      "[" + point({23, 72}, time_field("recordedAt", sent - Duration{20'000})) + "," +
      point({23.001, 72}, time_field("recordedAt", sent - Duration{10'000})) + "]";
  const std::string batch = "{\"points\":" + points + ",\"sentAt\":\"" + format_time(sent) + "\"}";
  EXPECT_EQ(pilot->call("pilot:locations", batch),
            R"({"ok":true,"stored":2,"duplicates":0,"rejected":[]})");
  const auto entries = track();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].created_at, now() - Duration{20'000});
  EXPECT_EQ(entries[0].device_time, sent - Duration{20'000});
  world_.advance(Duration{3'000});
  EXPECT_EQ(pilot->call("pilot:locations", batch),
            R"({"ok":true,"stored":0,"duplicates":2,"rejected":[]})")
      << "the same points, whatever the clock is taken for now";
}

TEST_P(PositionsTest, TimesThatCannotBeAreNamed) {
  auto pilot = world_.pilot(0, shard(1));
  const auto answer = [&](const std::string& fields) {
    world_.advance(Duration{1'000});
    return pilot->call("pilot:location", point({23, 72}, fields));
  };
  for (const char* time : {"0000-01-01T00:00:00+23:59", "1969-12-31T23:59:59Z",
                           "9999-12-31T23:59:59-23:59", "yesterday"}) {
    const std::string value = "\":\"" + std::string(time) + "\"";
    EXPECT_THAT(answer(",\"recordedAt" + value), HasSubstr("recordedAt must be")) << time;
    EXPECT_THAT(answer(",\"sentAt" + value), HasSubstr("sentAt must be")) << time;
  }
  EXPECT_THAT(answer(time_field("recordedAt", now() - std::chrono::days{31})),
              HasSubstr("recordedAt is too long ago"));
  EXPECT_EQ(answer(R"(,"recordedAt":"2026-01-01T05:30+0530")"), R"({"ok":true})");
}

TEST_P(PositionsTest, AfterARestartASpikeIsStillASpike) {
  PointRow last;
  last.pilot_id = PilotId("pilot-000000");
  last.booking_id = BookingId("booking-000000");
  last.status = BookingStatus::kInTransit;
  last.location.at = {23, 72};
  last.recorded_at = world_.now();
  world_.store().append_point(last, {.reply_to = nullptr, .acknowledge = false, .on_stored = {}});
  auto customer = world_.user(0, shard(2));
  customer->call("booking:subscribe", kFirstFollowed);
  customer->take();
  auto back = world_.pilot(0, shard(1));
  world_.advance(Duration{1'000});
  EXPECT_EQ(back->call("pilot:location", point({60, 72})), R"({"ok":true})");
  EXPECT_THAT(customer->take("location:update"), IsEmpty());
  world_.advance(Duration{1'000});
  back->call("pilot:location", point({23.0001, 72}));
  EXPECT_THAT(customer->take("location:update"), SizeIs(1));
}

TEST_P(PositionsTest, APannedMapShowsWhoIsThere) {
  waycast::testing::add_free_pilot(world_.store(), 7, {10, -175}, now());
  auto pilot = world_.pilot(7, shard(1));
  pilot->call("pilot:location", point({10, -175}));
  world_.advance(Duration{200});
  for (const char* box : {R"({"north":20,"south":0,"west":170,"east":190})",
                          R"({"north":20,"south":0,"west":-190,"east":-170})",
                          R"({"north":20,"south":0,"west":-500,"east":500})"}) {
    auto admin = world_.admin(shard(2));
    EXPECT_EQ(admin->call("admin:viewport", box), R"({"ok":true})");
    world_.advance(Duration{1'000});
    EXPECT_THAT(admin->take("fleet:positions"), ElementsAre(HasSubstr("pilot-000007"))) << box;
  }
}

}  // namespace
}  // namespace waycast::gateway::testing
