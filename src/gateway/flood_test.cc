// What one client can make others wait for: the queues that all share.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t kMost = 100;

class FloodTest : public ::testing::Test {
 protected:
  static LiveSettings settings() {
    LiveSettings out;
    out.max_events_under_way = kMost;
    return out;
  }
  std::uint64_t refused() { return world_.gateway().counters(0).events_refused.value(); }

  World world_{1, 3, settings()};
};

TEST_F(FloodTest, AnEventTooManyUnderWayIsRefused) {
  auto pilot = world_.pilot(0);
  pilot->take();
  world_.pause();
  for (std::size_t i = 0; i < kMost + 5; ++i) {
    pilot->emit_with_ack("offer:accept", R"({"offerId":"none"})");
  }
  const auto at_once = pilot->take();
  EXPECT_THAT(at_once, SizeIs(5));
  EXPECT_THAT(at_once, Each(HasSubstr("ERR_1003")));
  EXPECT_EQ(refused(), 5U);
  world_.resume();
  const auto later = pilot->take();
  EXPECT_THAT(later, SizeIs(kMost));
  EXPECT_THAT(later, Each(HasSubstr("ERR_1308")));
  EXPECT_THAT(pilot->call("offer:accept", R"({"offerId":"none"})"), HasSubstr("ERR_1308"));
}

TEST_F(FloodTest, EventsWithoutAcknowledgementCountToo) {
  auto pilot = world_.pilot(0);
  world_.pause();
  for (std::size_t i = 0; i < kMost + 5; ++i) pilot->emit("offer:decline", R"({"offerId":"none"})");
  EXPECT_EQ(refused(), 5U);
  world_.resume();
  EXPECT_EQ(refused(), 5U);
}

TEST_F(FloodTest, WhatIsAnsweredIsUnderWayNoMore) {
  auto admin = world_.admin();
  auto pilot = world_.pilot(1);
  for (std::size_t i = 0; i < 3 * kMost; ++i) {
    pilot->emit("pilot:location", R"({"lat":23,"lng":72})");
    pilot->emit_with_ack("pilot:location", R"({"lat":23,"lng":72})");
    admin->emit("booking:unsubscribe", R"({"bookingId":"none"})");
    admin->emit("admin:viewport", "null");
    world_.advance(Duration{1'001});
  }
  EXPECT_EQ(refused(), 0U);
}

// It is answered before it is stored.
TEST_F(FloodTest, WhatIsFollowedIsUnderWayUntilItIsStored) {
  auto admin = world_.admin();
  admin->take();
  world_.pause();
  for (std::size_t i = 0; i < kMost; ++i) {
    admin->emit("admin:subscribe", "");  // waits for the numbers, and for its write
    admin->emit("admin:unsubscribe", "");
  }
  EXPECT_EQ(refused(), kMost + kMost / 3);
  world_.resume();
  EXPECT_THAT(admin->call("admin:unsubscribe", ""), HasSubstr("\"ok\":true"));
}

// Each would be a write in a queue that everybody shares.
TEST_F(FloodTest, StoppingWhatIsNotFollowedWritesNothing) {
  auto customer = world_.user(0);
  auto admin = world_.admin();
  EXPECT_EQ(customer->call("booking:subscribe", R"({"bookingId":"booking-000000"})").substr(0, 10),
            R"({"ok":true)");
  admin->call("admin:subscribe", "");
  EXPECT_EQ(customer->call("booking:unsubscribe", R"({"bookingId":"booking-000000"})"),
            R"({"ok":true})");
  EXPECT_EQ(admin->call("admin:unsubscribe", ""), R"({"ok":true})");
  world_.pause();
  for (int i = 0; i < 10; ++i) {
    customer->emit("booking:unsubscribe", R"({"bookingId":"booking-000000"})");
    admin->emit("admin:unsubscribe", "");
    admin->emit("admin:booking:unsubscribe", R"({"bookingId":"booking-000000"})");
  }
  EXPECT_EQ(static_cast<const ManualLoop&>(world_.loop()).waiting(), 0U)
      << "what the store answers";
}

// Turned on and off again and again, it has one question under way.
TEST_F(FloodTest, AViewportAsksOneQuestionAtATime) {
  auto admin = world_.admin();
  auto pilot = world_.pilot(1);
  pilot->emit("pilot:location", R"({"lat":23,"lng":72})");
  world_.advance(Duration{200});
  world_.pause();
  for (int i = 0; i < 50; ++i) {
    admin->emit("admin:viewport", R"({"north":24,"south":22,"east":73,"west":71})");
    admin->emit("admin:viewport", "null");
  }
  EXPECT_EQ(world_.dispatch_loop().waiting(), 1U);
  world_.resume();
  EXPECT_THAT(admin->take("fleet:positions"), IsEmpty()) << "it is off";
  admin->call("admin:viewport", R"({"north":24,"south":22,"east":73,"west":71})");
  EXPECT_THAT(admin->take("fleet:positions"), ElementsAre(HasSubstr("pilot-000001")));
}

}  // namespace
}  // namespace waycast::gateway::testing
