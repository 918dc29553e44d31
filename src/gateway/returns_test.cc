// Clients that come back while the server still holds their old connection (docs/protocol.md,
// "Coming back").
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kBooking = R"({"bookingId":"booking-000000"})";
constexpr Duration kLonger{26'000};  // than a ping interval

class ReturnsTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  std::size_t shard(std::size_t n) const { return n % GetParam(); }

  std::unique_ptr<TestClient> follower(std::size_t at) {
    auto customer = world_.user(0, at);
    EXPECT_EQ(customer->call("booking:subscribe", kBooking), R"({"ok":true})");
    customer->take();
    return customer;
  }

  std::vector<std::string> kept(Role role, const std::string& id) {
    const Principal who{.role = role, .id = id, .name = {}, .expires_at = {}};
    return world_.store()
        .read_now([&](StoreReads& reads) {
          return reads.principal(who, world_.now(), Duration{120'000});
        })
        ->saved_subscriptions;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Shards, ReturnsTest, ::testing::Values(1, 2, 3));

TEST_P(ReturnsTest, WhatASilentSocketFollowsIsTheNewOnesToo) {
  auto old = follower(shard(0));
  old->fall_silent();
  world_.advance(kLonger);
  auto again = world_.user(0, shard(1));
  EXPECT_THAT(again->take("booking:status"), ElementsAre(HasSubstr("booking-000000")));
  auto pilot = world_.pilot(0, shard(2));
  pilot->emit("pilot:location", R"({"lat":23,"lng":72})");
  EXPECT_THAT(again->take("location:update"), SizeIs(1));
}

TEST_P(ReturnsTest, ItIsNobodyElsesWhenTheOldConnectionEnds) {
  auto old = follower(shard(0));
  old->fall_silent();
  world_.advance(kLonger);
  auto again = world_.user(0, shard(1));
  EXPECT_THAT(world_.user(0, shard(2))->take("booking:status"), IsEmpty());
  old->lose();
  EXPECT_THAT(kept(Role::kUser, "user-000000"), IsEmpty());
  EXPECT_THAT(world_.user(0, shard(2))->take("booking:status"), IsEmpty());
  again->lose();
  EXPECT_THAT(kept(Role::kUser, "user-000000"), ElementsAre("booking-000000"));
  EXPECT_THAT(world_.user(0, shard(2))->take("booking:status"), SizeIs(1));
}

TEST_P(ReturnsTest, SeveralComeBackToWhatSeveralFollowed) {
  for (const bool are_lost : {false, true}) {
    auto first = follower(shard(0));
    auto second = follower(shard(1));
    first->fall_silent();
    second->fall_silent();
    if (are_lost) {
      first->lose();
      second->lose();
    } else {
      world_.advance(kLonger);
    }
    auto again = world_.user(0, shard(1));
    EXPECT_THAT(again->take("booking:status"), SizeIs(1)) << are_lost;
    auto other = world_.user(0, shard(2));
    EXPECT_THAT(other->take("booking:status"), SizeIs(1)) << are_lost;
    EXPECT_THAT(world_.user(0, shard(2))->take("booking:status"), IsEmpty()) << are_lost;
    for (auto* client : {&first, &second, &again, &other}) (*client)->disconnect();
  }
}

TEST_P(ReturnsTest, ASecondDeviceThatIsHeardKeepsItsOwn) {
  auto first = follower(shard(0));
  first->fall_silent();
  world_.advance(Duration{24'000});
  EXPECT_THAT(world_.user(0, shard(1))->take("booking:status"), IsEmpty());
  first->lose();
  EXPECT_THAT(world_.user(0, shard(1))->take("booking:status"), SizeIs(1));
}

TEST_P(ReturnsTest, ASilentSocketThatIsHeardAgainKeepsItsOwn) {
  auto first = follower(shard(0));
  first->fall_silent();
  world_.advance(kLonger);
  auto second = world_.user(0, shard(1));
  first->fall_silent();  // its pong came after all
  first->lose();
  EXPECT_THAT(kept(Role::kUser, "user-000000"), ElementsAre("booking-000000"));
}

TEST_P(ReturnsTest, UnionOfLostAndSilentSockets) {
  auto lost = world_.admin(shard(0));
  lost->call("admin:subscribe", "null");
  auto silent = world_.admin(shard(1));
  silent->call("admin:booking:subscribe", kBooking);
  silent->fall_silent();
  lost->lose();
  world_.advance(kLonger);
  auto again = world_.admin(shard(2));
  EXPECT_THAT(again->take("dashboard:stats"), SizeIs(1));
  auto pilot = world_.pilot(0, shard(0));
  pilot->emit("pilot:location", R"({"lat":23,"lng":72})");
  EXPECT_THAT(again->take("booking:location"), SizeIs(1));
}

TEST_P(ReturnsTest, ABookingThatEndedIsNotFollowedAgain) {
  auto old = follower(shard(0));
  old->fall_silent();
  world_.advance(kLonger);
  const Principal admin{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
  world_.change_status("booking-000000", BookingStatus::kArrivedDrop, admin);
  world_.change_status("booking-000000", BookingStatus::kDelivered, admin);
  auto again = world_.user(0, shard(1));
  EXPECT_TRUE(again->is_connected());
  EXPECT_THAT(again->take("booking:status"), IsEmpty());
}

TEST_P(ReturnsTest, ARefusedSocketLeavesThemToTheNext) {
  auto old = follower(shard(0));
  old->fall_silent();
  world_.advance(kLonger);
  world_.pause();
  {
    auto lost = world_.connect(Role::kUser, "user-000000", shard(1));
    for (int turn = 0; turn < 3; ++turn) {
      for (std::size_t loop = 0; loop < GetParam(); ++loop) world_.run_some(loop);
    }
  }  // it goes before dispatch has authorised anything
  world_.resume();
  EXPECT_THAT(world_.user(0, shard(2))->take("booking:status"), SizeIs(1));
}

// Its old connection is on the other shard, which is asked to end it.
TEST(ReturningPilot, GoneBeforeItsOldConnectionEndedIsReadForTheOthers) {
  World world(2, 3, {}, {.mode = realtime::Recovery::kOn});
  realtime::FakeClient old(world.server(0));
  const std::string token = world.token(Role::kUser, "user-000000");
  old.say("0{\"token\":\"" + token + "\"}");
  world.run();
  const std::string pid = std::string(20, 'A') + old.socket_id();
  world.pause();
  {
    realtime::FakeClient again(world.server(1));
    again.say("0{\"token\":\"" + world.token(Role::kPilot, "pilot-000001") + "\",\"pid\":\"" + pid +
              "\"}");
  }  // it goes before the other shard has answered
  std::optional<Result<void>> stored;
  world.gateway().pilot_location(PilotId("pilot-000001"), {.at = {23, 72}}, world.loop(),
                                 [&](Result<void> done) { stored = done; });
  world.resume();
  EXPECT_TRUE(stored.has_value()) << "a command waits for a state that nobody reads";
}

}  // namespace
}  // namespace waycast::gateway::testing
