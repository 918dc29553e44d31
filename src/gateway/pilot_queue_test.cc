// What waits for a pilot while the store is late: a client's flood is refused and told so, what the
// server itself has to know of the pilot is not lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kGoOnline = R"({"vehicleId":"vehicle-000000"})";
constexpr std::size_t kMayWait = 64;

// The shard to which the pilot's later connections come; the first is on shard 0.
class PilotQueueTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  static std::vector<std::string> refusals(TestClient& client) {
    std::vector<std::string> out;
    for (std::string& packet : client.take()) {
      if (packet.find("\"ok\":false") != std::string::npos) out.push_back(std::move(packet));
    }
    return out;
  }
  void burst(TestClient& client, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) client.emit_with_ack("pilot:online", kGoOnline);
  }
  void store_answers() {
    world_.store().set_late(false);
    world_.run();
  }
  bool is_online() { return world_.stored_pilot(0).is_online; }

  World world_{2};
};

INSTANTIATE_TEST_SUITE_P(Shards, PilotQueueTest, ::testing::Values(0, 1));

TEST_P(PilotQueueTest, AFloodIsToldThatItIsOne) {
  auto phone = world_.pilot(0, 0);
  auto tablet = world_.connect(Role::kPilot, "pilot-000000", GetParam());
  phone->take();
  tablet->take();
  world_.store().set_late(true);
  burst(*tablet, 1 + kMayWait);
  EXPECT_THAT(tablet->take(), IsEmpty());
  burst(*tablet, 100);
  const auto refused = refusals(*tablet);
  EXPECT_THAT(refused, SizeIs(100));
  EXPECT_THAT(refused, Each(HasSubstr("ERR_1003")));
  phone->emit_with_ack("pilot:location", R"({"lat":23,"lng":72})");
  EXPECT_THAT(phone->take(), ::testing::ElementsAre(HasSubstr("ERR_1003")));
  store_answers();
  EXPECT_THAT(tablet->take(), SizeIs(1 + kMayWait));  // nothing that waited was lost
  EXPECT_EQ(phone->call("pilot:location", R"({"lat":23,"lng":72})"), R"({"ok":true})");
}

TEST_P(PilotQueueTest, WhereTheStoreIsLateItIsNobodysFlood) {
  auto pilot = world_.pilot(0, 0);
  pilot->take();
  world_.store().set_late(true);
  burst(*pilot, 1 + kMayWait);
  world_.advance(Duration{2'000});
  burst(*pilot, 3);
  const auto refused = refusals(*pilot);
  EXPECT_THAT(refused, SizeIs(3));
  EXPECT_THAT(refused, Each(HasSubstr("ERR_1004")));
}

// A phone that changes networks: the new connection opens before the old one is lost.
TEST_P(PilotQueueTest, WhoComesBackDuringABurstStaysOnline) {
  auto phone = world_.pilot(0, 0);
  world_.store().set_late(true);
  burst(*phone, 200);
  auto again = world_.connect(Role::kPilot, "pilot-000000", GetParam());
  store_answers();
  ASSERT_TRUE(again->is_connected());
  phone->lose();
  world_.advance(Duration{31'000});
  EXPECT_TRUE(is_online());
  EXPECT_EQ(again->call("pilot:location", R"({"lat":23,"lng":72})"), R"({"ok":true})");
}

TEST_P(PilotQueueTest, WhoLeavesDuringABurstIsCountedOut) {
  auto phone = world_.pilot(0, 0);
  auto tablet = world_.connect(Role::kPilot, "pilot-000000", GetParam());
  world_.store().set_late(true);
  burst(*phone, 200);
  phone->lose();
  tablet->lose();
  store_answers();
  world_.advance(Duration{29'000});
  EXPECT_TRUE(is_online());
  world_.advance(Duration{2'000});
  EXPECT_FALSE(is_online());
}

// Lost before the burst, so that the grace is running when the store is late.
TEST_P(PilotQueueTest, TheGraceDoesNotEndForWhoCameBackInTime) {
  auto phone = world_.pilot(0, 0);
  auto tablet = world_.connect(Role::kPilot, "pilot-000000", 0);
  world_.store().set_late(true);
  burst(*tablet, 200);
  phone->lose();
  tablet->lose();
  auto again = world_.connect(Role::kPilot, "pilot-000000", GetParam());
  store_answers();
  world_.advance(Duration{31'000});
  EXPECT_TRUE(is_online());
}

TEST_P(PilotQueueTest, ManyConnectionsDuringABurstAreCountedRight) {
  auto phone = world_.pilot(0, 0);
  world_.store().set_late(true);
  burst(*phone, 200);
  for (int i = 0; i < 300; ++i) world_.connect(Role::kPilot, "pilot-000000", GetParam());
  store_answers();
  world_.advance(Duration{31'000});
  EXPECT_TRUE(is_online());
  phone->lose();
  world_.advance(Duration{31'000});
  EXPECT_FALSE(is_online());
}

TEST_P(PilotQueueTest, ABookingThatEndsDuringABurstIsBroadcastNoMore) {
  auto customer = world_.user(0, GetParam());
  customer->call("booking:subscribe", R"({"bookingId":"booking-000000"})");
  auto phone = world_.pilot(0, 0);
  const Principal admin{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
  world_.change_status("booking-000000", BookingStatus::kArrivedDrop, admin);
  world_.pause();
  burst(*phone, 200);
  world_.change_status("booking-000000", BookingStatus::kDelivered, admin);
  world_.resume();
  customer->take();
  phone->take();
  EXPECT_EQ(phone->call("pilot:location", R"({"lat":23,"lng":72})"), R"({"ok":true})");
  EXPECT_THAT(phone->take("location:update"), IsEmpty());
  EXPECT_THAT(customer->take("location:update"), IsEmpty());
  EXPECT_EQ(phone->call("pilot:offline", ""), R"({"ok":true})");
  world_.advance(Duration{1'000});
  // The pilot has no booking any more, as far as their owner knows.
  EXPECT_THAT(phone->call("pilot:location", R"({"lat":23,"lng":72})"), HasSubstr("ERR_1402"));
}

TEST_P(PilotQueueTest, ASocketIsNotForgottenForAStoreThatFails) {
  auto phone = world_.pilot(0, 0);
  world_.advance(Duration{1'000});
  world_.store().set_failing(true);
  EXPECT_THAT(world_.connect(Role::kPilot, "pilot-000001", 0)->refusal(), HasSubstr("ERR_1500"));
  world_.store().set_failing(false);
  world_.advance(Duration{5'000});
  auto other = world_.pilot(1, GetParam());
  world_.advance(Duration{31'000});
  EXPECT_TRUE(world_.stored_pilot(1).is_online);
  other->lose();
  world_.advance(Duration{31'000});
  EXPECT_FALSE(world_.stored_pilot(1).is_online);
}

}  // namespace
}  // namespace waycast::gateway::testing
