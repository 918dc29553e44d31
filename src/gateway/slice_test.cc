// A pilot streams, a customer watches: the events of the slice over one shard and over three.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kHere = R"({"lat":23.0225,"lng":72.5714,"heading":90,"speed":8.5})";
constexpr const char* kBooking0 = R"({"bookingId":"booking-000000"})";

std::string point(double lat) { return "{\"lat\":" + std::to_string(lat) + ",\"lng\":72.5714}"; }

std::string refused(const char* code) {
  return std::string(R"({"ok":false,"error":{"code":")") + code;
}

class SliceTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  std::size_t shard(std::size_t n) const { return n % GetParam(); }
  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Shards, SliceTest, ::testing::Values(1, 3));

TEST_P(SliceTest, TheCustomerSeesWhereThePilotIs) {
  auto pilot = world_.pilot(0, shard(0));
  auto customer = world_.user(0, shard(1));
  EXPECT_EQ(customer->call("booking:subscribe", kBooking0), R"({"ok":true})");
  const auto snapshot = customer->take();
  ASSERT_THAT(snapshot, SizeIs(2));
  EXPECT_THAT(snapshot[0], StartsWith(R"(["booking:status",{"bookingId":"booking-000000",)"
                                      R"("status":"IN_TRANSIT")"));
  EXPECT_THAT(snapshot[0], HasSubstr("pilotPhone"));
  EXPECT_EQ(snapshot[1], "ack");

  EXPECT_EQ(pilot->call("pilot:location", kHere), R"({"ok":true})");
  const auto updates = customer->take();
  ASSERT_THAT(updates, SizeIs(1));
  EXPECT_THAT(updates[0], StartsWith(R"(["location:update",{"bookingId":"booking-000000",)"
                                     R"("pilotId":"pilot-000000","lat":23.0225,"lng":72.5714,)"
                                     R"("heading":90,"speed":8.5,"timestamp":")"));
  EXPECT_THAT(pilot->take("location:update"), IsEmpty());
  EXPECT_EQ(world_.stored_pilot(0).current, (LatLng{23.0225, 72.5714}));
}

TEST_P(SliceTest, AnotherDeviceOfThePilotSeesIt) {
  auto pilot = world_.pilot(0, shard(0));
  auto tablet = world_.connect(Role::kPilot, "pilot-000000", shard(2));
  pilot->emit("pilot:location", kHere);
  EXPECT_THAT(tablet->take("location:update"), SizeIs(1));
  EXPECT_THAT(pilot->take("location:update"), IsEmpty());
  // The throttle is the pilot's, whatever device it comes by.
  EXPECT_THAT(tablet->call("pilot:location", kHere), StartsWith(refused("ERR_1003")));
}

TEST_P(SliceTest, LateSubscriberGetsTheLastPosition) {
  auto pilot = world_.pilot(0, shard(0));
  pilot->emit("pilot:location", kHere);
  auto customer = world_.user(0, shard(1));
  customer->call("booking:subscribe", kBooking0);
  const auto got = customer->take();
  ASSERT_THAT(got, SizeIs(3));
  EXPECT_THAT(got[0], HasSubstr("booking:status"));
  EXPECT_THAT(got[1], HasSubstr(R"("lat":23.0225)"));
  EXPECT_EQ(got[2], "ack");
}

TEST_P(SliceTest, PilotMovesBetweenShardsWithAllThatIsKnown) {
  auto customer = world_.user(0, shard(1));
  customer->call("booking:subscribe", kBooking0);
  auto pilot = world_.pilot(0, shard(0));
  pilot->emit("pilot:location", point(23.0001));
  pilot->lose();
  pilot = world_.connect(Role::kPilot, "pilot-000000", shard(2));  // within the grace: still online
  EXPECT_THAT(pilot->call("pilot:location", point(23.0002)), StartsWith(refused("ERR_1003")));
  world_.advance(Duration{1'000});
  EXPECT_EQ(pilot->call("pilot:location", point(23.0003)), R"({"ok":true})");
  const auto updates = customer->take("location:update");
  ASSERT_THAT(updates, SizeIs(2));
  const auto seq = [](const std::string& update) {
    return std::stoull(update.substr(update.find("\"seq\":") + 6));
  };
  EXPECT_EQ(seq(updates[1]), seq(updates[0]) + 1);
}

TEST_P(SliceTest, LocationNeedsOnlineOrABooking) {
  auto& store = world_.store();
  waycast::testing::add_free_pilot(store, 7, {23.02, 72.57}, world_.now());
  auto pilot = world_.connect(Role::kPilot, "pilot-000007", shard(1));
  EXPECT_EQ(pilot->call("pilot:offline", ""), R"({"ok":true})");
  EXPECT_THAT(pilot->call("pilot:location", kHere), StartsWith(refused("ERR_1402")));
  pilot->emit("pilot:location", kHere);
  EXPECT_THAT(pilot->take("error"), ElementsAre(HasSubstr("ERR_1402")));
  EXPECT_FALSE(world_.stored_pilot(7).is_online);
}

TEST_P(SliceTest, OnlineWithAVehicleOfTheirOwn) {
  auto pilot = world_.connect(Role::kPilot, "pilot-000000", shard(1));
  EXPECT_THAT(pilot->call("pilot:online", R"({"vehicleId":"vehicle-000001"})"),
              StartsWith(refused("ERR_1303")));
  EXPECT_THAT(pilot->call("pilot:online", "{}"),
              StartsWith(refused(R"(ERR_1001","message":"vehicleId)")));
  EXPECT_THAT(pilot->call("pilot:online", R"({"vehicleId":7})"), StartsWith(refused("ERR_1001")));
  EXPECT_EQ(pilot->call("pilot:online", R"({"vehicleId":"vehicle-000000"})"),
            R"({"ok":true,"bookings":["booking-000000"]})");
  EXPECT_TRUE(world_.stored_pilot(0).is_online);
}

TEST_P(SliceTest, CommandsSentTogetherHaveTheirEffectInOrder) {
  auto pilot = world_.connect(Role::kPilot, "pilot-000000", shard(1));
  auto customer = world_.user(0);
  customer->call("booking:subscribe", kBooking0);
  pilot->emit("pilot:online", R"({"vehicleId":"vehicle-000000"})");
  pilot->emit("pilot:location", kHere);
  pilot->emit("pilot:offline", "");
  EXPECT_THAT(pilot->take("error"), IsEmpty());
  EXPECT_THAT(customer->take("location:update"), SizeIs(1));
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
}

TEST_P(SliceTest, WhoMaySubscribe) {
  auto stranger = world_.user(1, shard(1));
  EXPECT_THAT(stranger->call("booking:subscribe", kBooking0), StartsWith(refused("ERR_1201")));
  EXPECT_THAT(stranger->call("booking:subscribe", R"({"bookingId":"nope"})"),
              StartsWith(refused("ERR_1302")));
  auto other_pilot = world_.connect(Role::kPilot, "pilot-000001", shard(2));
  EXPECT_THAT(other_pilot->call("booking:subscribe", kBooking0), StartsWith(refused("ERR_1201")));
  auto admin = world_.admin(shard(1));
  EXPECT_EQ(admin->call("booking:subscribe", kBooking0), R"({"ok":true})");
  EXPECT_THAT(admin->take(), Not(ElementsAre(HasSubstr("pilotPhone"))));

  auto pilot = world_.pilot(0);
  pilot->emit("pilot:location", kHere);
  EXPECT_THAT(stranger->take("location:update"), IsEmpty());
  EXPECT_THAT(other_pilot->take("location:update"), IsEmpty());
  EXPECT_THAT(admin->take("location:update"), SizeIs(1));
}

TEST_P(SliceTest, TenSubscriptionsAMinuteOfOneIdentity) {
  auto phone = world_.user(0, shard(0));
  auto laptop = world_.user(0, shard(1));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(phone->call("booking:subscribe", kBooking0), R"({"ok":true})");
    EXPECT_THAT(laptop->call("booking:subscribe", R"({"bookingId":"nope"})"),
                StartsWith(refused("ERR_1302")));
  }
  EXPECT_THAT(laptop->call("booking:subscribe", kBooking0), StartsWith(refused("ERR_1003")));
  EXPECT_THAT(phone->call("booking:subscribe", kBooking0), StartsWith(refused("ERR_1003")));
  phone->take();
  auto pilot = world_.pilot(0, shard(2));
  pilot->emit("pilot:location", kHere);
  EXPECT_THAT(phone->take("location:update"), SizeIs(1));  // a refusal removes nothing
  world_.advance(Duration{60'000});
  EXPECT_EQ(laptop->call("booking:subscribe", kBooking0), R"({"ok":true})");
}

TEST_P(SliceTest, UnsubscribedMeansNoMoreUpdates) {
  auto pilot = world_.pilot(0, shard(0));
  auto customer = world_.user(0, shard(1));
  customer->call("booking:subscribe", kBooking0);
  customer->take();
  EXPECT_EQ(customer->call("booking:unsubscribe", kBooking0), R"({"ok":true})");
  customer->take();
  pilot->emit("pilot:location", kHere);
  EXPECT_THAT(customer->take(), IsEmpty());
}

TEST_P(SliceTest, WrongPrincipalAndUnknownEvents) {
  auto customer = world_.user(0, shard(1));
  EXPECT_THAT(customer->call("pilot:location", kHere), StartsWith(refused("ERR_1202")));
  EXPECT_THAT(customer->call("admin:subscribe", ""), StartsWith(refused("ERR_1202")));
  customer->take();
  customer->emit("no:such:event", "{}");
  EXPECT_THAT(customer->take(), IsEmpty());
}

TEST_P(SliceTest, RoomIsEmptiedWhenTheBookingEnds) {
  auto pilot = world_.pilot(0, shard(0));
  auto customer = world_.user(0, shard(1));
  auto admin = world_.admin(shard(2));
  customer->call("booking:subscribe", kBooking0);
  admin->call("booking:subscribe", kBooking0);
  for (auto* client : {pilot.get(), customer.get(), admin.get()}) client->take();
  Principal by_admin;
  by_admin.role = Role::kAdmin;
  by_admin.id = "admin-000000";
  world_.change_status("booking-000000", BookingStatus::kArrivedDrop, by_admin);
  EXPECT_THAT(customer->take("booking:status"), ElementsAre(HasSubstr("pilotPhone")));
  EXPECT_THAT(admin->take("booking:status"), ElementsAre(Not(HasSubstr("pilotPhone"))));
  EXPECT_THAT(pilot->take("booking:status"), ElementsAre(HasSubstr("ARRIVED_DROP")));
  world_.change_status("booking-000000", BookingStatus::kDelivered, by_admin);
  EXPECT_THAT(customer->take("booking:status"), ElementsAre(HasSubstr("DELIVERED")));
  EXPECT_THAT(admin->take("booking:status"), ElementsAre(HasSubstr("DELIVERED")));
  EXPECT_EQ(pilot->call("pilot:location", kHere), R"({"ok":true})");
  EXPECT_THAT(customer->take("location:update"), IsEmpty());
  EXPECT_THAT(admin->take("location:update"), IsEmpty());
  EXPECT_THAT(customer->call("booking:subscribe", kBooking0), StartsWith(refused("ERR_1400")));
}

TEST_P(SliceTest, LostPilotGoesOfflineAfterTheGrace) {
  auto pilot = world_.pilot(0, shard(0));
  auto tablet = world_.connect(Role::kPilot, "pilot-000000", shard(1));
  pilot->lose();
  world_.advance(Duration{40'000});
  EXPECT_TRUE(world_.stored_pilot(0).is_online);  // another socket is there
  tablet->lose();
  world_.advance(Duration{19'000});
  EXPECT_TRUE(world_.stored_pilot(0).is_online);
  world_.advance(Duration{12'000});
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
}

TEST_P(SliceTest, SilentPilotGoesStaleAndTheNextLocationBringsThemBack) {
  auto pilot = world_.pilot(0, shard(1));
  world_.advance(Duration{59'900});
  EXPECT_TRUE(world_.stored_pilot(0).is_online);
  world_.advance(Duration{300});
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
  EXPECT_EQ(pilot->call("pilot:location", kHere), R"({"ok":true})");
  EXPECT_TRUE(world_.stored_pilot(0).is_online);
}

TEST_P(SliceTest, SubscriptionsComeBackAfterALostTransportButNotAfterADisconnect) {
  auto pilot = world_.pilot(0, shard(0));
  auto customer = world_.user(0, shard(1));
  customer->call("booking:subscribe", kBooking0);
  customer->lose();
  customer = world_.user(0, shard(2));
  EXPECT_THAT(customer->take("booking:status"), SizeIs(1));
  pilot->emit("pilot:location", kHere);
  EXPECT_THAT(customer->take("location:update"), SizeIs(1));

  customer->disconnect();
  customer = world_.user(0, shard(2));
  world_.advance(Duration{1'000});
  pilot->emit("pilot:location", point(23.0226));
  EXPECT_THAT(customer->take(), IsEmpty());
}

TEST_P(SliceTest, AcknowledgedMeansStored) {
  auto pilot = world_.pilot(0, shard(1));
  world_.store().set_failing(true);
  EXPECT_THAT(pilot->call("pilot:location", kHere), StartsWith(refused("ERR_1500")));
  world_.advance(Duration{1'000});
  pilot->take();
  pilot->emit("pilot:location", kHere);
  EXPECT_THAT(pilot->take("error"), ElementsAre(HasSubstr("ERR_1500")));
  world_.store().set_failing(false);
  world_.advance(Duration{1'000});
  EXPECT_EQ(pilot->call("pilot:location", kHere), R"({"ok":true})");
}

}  // namespace
}  // namespace waycast::gateway::testing
