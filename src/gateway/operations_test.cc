// Offers, the dashboard, the fleet map, batches and REST's live commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_format.h"
#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kFirstBooking = R"({"bookingId":"booking-000000"})";

class OperationsTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  std::size_t shard(std::size_t n) const { return n % GetParam(); }

  std::unique_ptr<TestClient> located_pilot(int number) {
    const LatLng pickup = sample_pickup(0, world_.now()).at;
    auto client = world_.free_pilot(number, shard(static_cast<std::size_t>(number)));
    client->call("pilot:location", "{\"lat\":" + std::to_string(pickup.lat) +
                                       ",\"lng\":" + std::to_string(pickup.lng) + "}");
    world_.advance(Duration{200});
    return client;
  }

  static std::string field(const std::string& packet, const std::string& name) {
    const std::string key = "\"" + name + "\":\"";
    const std::size_t at = packet.find(key) + key.size();
    return packet.substr(at, packet.find('"', at) - at);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Shards, OperationsTest, ::testing::Values(1, 3));

TEST_P(OperationsTest, AnOfferIsAcceptedAndTheBookingIsFollowed) {
  auto admin = world_.admin(shard(2));
  EXPECT_EQ(admin->call("admin:subscribe", ""), R"({"ok":true})");
  EXPECT_THAT(admin->take("dashboard:stats"), ElementsAre(HasSubstr(R"("activeBookings":3)")));
  auto pilot = located_pilot(7);
  auto customer = world_.user(0, shard(1));
  admin->take();
  const BookingId booking = world_.create_booking();
  EXPECT_THAT(admin->take("booking:new"), SizeIs(1));
  const auto offers = pilot->take("booking:offer");
  ASSERT_THAT(offers, SizeIs(1));
  EXPECT_THAT(offers[0], AllOf(HasSubstr("\"pickupAddress\":{\"address\":"),
                               HasSubstr("\"packageType\":\"PARCEL\""), HasSubstr("expiresAt")));
  customer->call("booking:subscribe", "{\"bookingId\":\"" + booking.str() + "\"}");
  customer->take();
  const std::string offer = "{\"offerId\":\"" + field(offers[0], "offerId") + "\"}";
  EXPECT_THAT(pilot->call("offer:accept", offer), StartsWith(R"({"ok":true,"booking":{)"));
  EXPECT_THAT(customer->take("booking:status"), ElementsAre(HasSubstr("\"status\":\"ACCEPTED\"")));
  EXPECT_THAT(pilot->take("booking:status"), IsEmpty());  // their own change
  EXPECT_THAT(admin->take("booking:updated"), SizeIs(1));
  // The acknowledgement may have been lost: who asks again is told the same.
  EXPECT_THAT(pilot->call("offer:accept", offer), StartsWith(R"({"ok":true,"booking":{)"));
  EXPECT_THAT(pilot->call("offer:accept", R"({"offerId":"nope"})"), HasSubstr("ERR_1308"));
  world_.advance(Duration{1'000});
  const LatLng at = sample_pickup(0, world_.now()).at;
  pilot->emit("pilot:location", "{\"lat\":" + std::to_string(at.lat + 0.0001) +
                                    ",\"lng\":" + std::to_string(at.lng) + "}");
  EXPECT_THAT(customer->take("location:update"), SizeIs(1));
}

TEST_P(OperationsTest, LosersOfAnOfferAreTold) {
  auto pilot = located_pilot(7);
  world_.create_booking();
  ASSERT_THAT(pilot->take("booking:offer"), SizeIs(1));
  world_.advance(Duration{31'000});
  EXPECT_THAT(pilot->take("offer:expired"), ElementsAre(HasSubstr(R"("reason":"timeout")")));
}

TEST_P(OperationsTest, AdminFollowsABookingByTheOldEvents) {
  auto admin = world_.admin(shard(1));
  EXPECT_EQ(admin->call("admin:booking:subscribe", kFirstBooking), R"({"ok":true})");
  auto pilot = world_.pilot(0, shard(2));
  pilot->emit("pilot:location", R"({"lat":23,"lng":72})");
  const auto got = admin->take();
  EXPECT_THAT(got, ::testing::Contains(StartsWith(R"(["location:update")")));
  EXPECT_THAT(got, ::testing::Contains(
                       StartsWith(R"(["booking:location",{"bookingId":"booking-000000","lat":23,)"
                                  R"("lng":72,"timestamp":")")));
  EXPECT_EQ(admin->call("admin:booking:unsubscribe", kFirstBooking), R"({"ok":true})");
  admin->take();
  world_.advance(Duration{1'000});
  pilot->emit("pilot:location", R"({"lat":23.0001,"lng":72})");
  EXPECT_THAT(admin->take(), IsEmpty());
}

TEST_P(OperationsTest, ViewportShowsWhoMovesInsideAndWhoIsGone) {
  auto admin = world_.admin(shard(1));
  auto pilot = world_.pilot(0, shard(2));
  pilot->emit("pilot:location", R"({"lat":23,"lng":72})");
  world_.advance(Duration{200});
  EXPECT_THAT(admin->call("admin:viewport", R"({"north":24,"south":22,"east":"x","west":71})"),
              HasSubstr("east"));
  EXPECT_EQ(admin->call("admin:viewport", R"({"north":24,"south":22,"east":73,"west":71})"),
            R"({"ok":true})");
  EXPECT_THAT(admin->take("fleet:positions"),
              ElementsAre(HasSubstr(R"("positions":[{"pilotId":"pilot-000000","lat":23)")));
  world_.advance(Duration{3'000});
  EXPECT_THAT(admin->take("fleet:positions"), IsEmpty());  // nothing moved
  for (int i = 1; i <= 3; ++i) {
    pilot->emit("pilot:location", "{\"lat\":23.00" + std::to_string(i) + ",\"lng\":72}");
    world_.advance(Duration{1'000});
  }
  EXPECT_THAT(admin->take("fleet:positions"), SizeIs(3));
  pilot->call("pilot:offline", "");
  world_.advance(Duration{1'200});
  EXPECT_THAT(admin->take("fleet:positions"), ElementsAre(HasSubstr(R"("gone":["pilot-000000"])")));
  EXPECT_EQ(admin->call("admin:viewport", "null"), R"({"ok":true})");
}

TEST_P(OperationsTest, BufferedPointsAreStoredAndTheNewestIsBroadcast) {
  world_.advance(Duration{60'000});
  auto pilot = world_.pilot(0, shard(1));
  auto customer = world_.user(0, shard(2));
  customer->call("booking:subscribe", kFirstBooking);
  customer->take();
  const auto point = [&](double lat, int seconds_ago) {
    return "{\"lat\":" + std::to_string(lat) + ",\"lng\":72,\"recordedAt\":\"" +
           format_time(world_.now() - Duration{seconds_ago * 1'000}) + "\"}";
  };
  const std::string batch = "[" + point(23.002, 10) + "," + point(23.001, 20) +
                            R"(,{"lat":95,"lng":0},)" + point(23.003, 5) + "]";
  EXPECT_EQ(pilot->call("pilot:locations", batch),
            R"({"ok":true,"stored":3,"duplicates":0,"rejected":[{"index":2,"code":"ERR_1001"}]})");
  EXPECT_THAT(customer->take("location:update"), ElementsAre(HasSubstr(R"("lat":23.003)")));
  EXPECT_THAT(pilot->call("pilot:locations", batch), HasSubstr("ERR_1003"));
  world_.advance(Duration{1'000});
  EXPECT_THAT(pilot->call("pilot:locations", R"({"lat":1})"), HasSubstr("ERR_1001"));
  EXPECT_THAT(pilot->call("pilot:locations", "[" + point(23.001, 20) + "]"),
              HasSubstr(R"("stored":1,"duplicates":0)"));
  EXPECT_THAT(customer->take("location:update"), IsEmpty());
}

TEST_P(OperationsTest, RestSpeaksWithTheSameVoice) {
  auto customer = world_.user(0, shard(1));
  customer->call("booking:subscribe", kFirstBooking);
  auto pilot = world_.pilot(0, shard(2));
  std::vector<Result<void>> answers;
  const auto send = [&] {
    world_.gateway().pilot_location(PilotId("pilot-000000"), {.at = {23, 72}}, world_.loop(),
                                    [&](Result<void> done) { answers.push_back(done); });
    world_.run();
  };
  send();
  send();
  ASSERT_THAT(answers, SizeIs(2));
  EXPECT_TRUE(answers[0]);
  EXPECT_EQ(answers[1].error().code, Code::kRateLimit);
  EXPECT_THAT(pilot->call("pilot:location", R"({"lat":23,"lng":72})"), HasSubstr("ERR_1003"));
  EXPECT_THAT(customer->take("location:update"), SizeIs(1));
  EXPECT_THAT(pilot->take("location:update"), SizeIs(1));

  world_.gateway().pilot_offline(PilotId("pilot-000000"), world_.loop(), [](Result<void>) {});
  world_.run();
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
}

TEST_P(OperationsTest, SpikesReachHistoryButNotTheCustomer) {
  auto pilot = world_.pilot(0, shard(1));
  auto customer = world_.user(0, shard(2));
  customer->call("booking:subscribe", kFirstBooking);
  customer->take();
  const double lats[] = {23, 60, 23.0001};
  for (const double lat : lats) {
    EXPECT_EQ(pilot->call("pilot:location", "{\"lat\":" + std::to_string(lat) + ",\"lng\":72}"),
              R"({"ok":true})");
    world_.advance(Duration{1'000});
  }
  EXPECT_THAT(customer->take("location:update"), SizeIs(2));
  const auto track = world_.store().read_now(
      [](StoreReads& reads) { return reads.track(BookingId("booking-000000")); });
  int flagged = 0;
  for (const HistoryEntry& entry : *track) flagged += entry.is_flagged ? 1 : 0;
  EXPECT_EQ(flagged, 1);
}

}  // namespace
}  // namespace waycast::gateway::testing
