// Two servers with shards of their own, joined by nothing but a booking feed: who follows on one
// sees what the pilot does on the other, whenever they come (ARCHITECTURE.md, "The booking feed").
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/joined_feed.h"
#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Principal kOperator{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
constexpr const char* kFollow = R"({"bookingId":"booking-000000"})";

std::uint64_t seq_in(const std::string& update) {
  return std::stoull(update.substr(update.find("\"seq\":") + 6));
}

class TwoNodesTest : public ::testing::Test {
 protected:
  TwoNodesTest() {
    first_feed_.join(second_feed_);
    second_feed_.join(first_feed_);
    first_.gateway().set_feed(first_feed_);
    second_.gateway().set_feed(second_feed_);
  }

  // Everything arrives that is on its way, also what is sent meanwhile.
  void exchange() {
    bool is_busy = true;
    while (is_busy) {
      is_busy = first_feed_.receive_one();
      first_.run();
      is_busy = second_feed_.receive_one() || is_busy;
      second_.run();
    }
  }
  void drive() {
    first_.advance(Duration{1'000});
    second_.advance(Duration{1'000});
    const std::string lat = std::to_string(23'000'000 + 10 * ++steps_).insert(2, ".");
    EXPECT_EQ(pilot_->call("pilot:location", "{\"lat\":" + lat + ",\"lng\":72}"), R"({"ok":true})");
  }
  void deliver_booking() {
    first_.change_status("booking-000000", BookingStatus::kArrivedDrop, kOperator);
    first_.change_status("booking-000000", BookingStatus::kDelivered, kOperator);
  }
  static void expect_consecutive(const std::vector<std::string>& updates) {
    for (std::size_t i = 1; i < updates.size(); ++i) {
      EXPECT_EQ(seq_in(updates[i]), seq_in(updates[0]) + i);
    }
  }

  World first_{2}, second_{2};
  JoinedFeed first_feed_{first_.gateway().local_feed()};
  JoinedFeed second_feed_{second_.gateway().local_feed()};
  std::unique_ptr<TestClient> pilot_ = first_.pilot(0);
  int steps_ = 0;
};

TEST_F(TwoNodesTest, CustomerOfOneFollowsThePilotOfTheOther) {
  drive();
  auto customer = second_.user(0, 1);
  customer->emit_with_ack("booking:subscribe", kFollow);
  exchange();
  const auto snapshot = customer->take();
  EXPECT_THAT(snapshot, Contains(HasSubstr("booking:status")));
  EXPECT_THAT(snapshot, Contains(HasSubstr(R"("lat":23.00001,)")));
  EXPECT_THAT(snapshot.back(), HasSubstr(R"({"ok":true})"));
  for (int i = 0; i < 5; ++i) {
    drive();
    exchange();
  }
  const auto live = customer->take("location:update");
  ASSERT_THAT(live, SizeIs(5));
  expect_consecutive(live);
  EXPECT_THAT(live.back(), HasSubstr(R"("lat":23.00006,)"));
}

// However many positions and messages are under way while the customer joins.
TEST_F(TwoNodesTest, JoiningWhileThePilotDrivesLeavesNoGap) {
  for (int under_way = 0; under_way < 6; ++under_way) {
    auto customer = second_.user(0, 1);
    drive();
    customer->emit_with_ack("booking:subscribe", kFollow);
    for (int i = 0; i < under_way; ++i) {
      drive();
      i % 2 == 0 ? first_feed_.receive_one() : second_feed_.receive_one();
      first_.run();
      second_.run();
    }
    exchange();
    drive();
    exchange();
    const auto updates = customer->take("location:update");
    ASSERT_THAT(updates, Not(IsEmpty()));
    EXPECT_THAT(updates, Not(SizeIs(1)));  // the snapshot, and the last one
    expect_consecutive(updates);
    customer->call("booking:unsubscribe", kFollow);
    exchange();
  }
}

TEST_F(TwoNodesTest, NothingIsSentForWhomNobodyFollows) {
  auto customer = second_.user(0);
  drive();
  exchange();
  EXPECT_EQ(second_feed_.positions_received(), 0U);
  customer->emit_with_ack("booking:subscribe", kFollow);
  exchange();
  drive();
  exchange();
  EXPECT_EQ(second_feed_.positions_received(), 1U);
  customer->call("booking:unsubscribe", kFollow);
  exchange();
  drive();
  exchange();
  EXPECT_EQ(second_feed_.positions_received(), 1U);
}

TEST_F(TwoNodesTest, BookingThatEndsThereRefusesTheJoinThatIsUnderWayHere) {
  auto customer = second_.user(0);
  customer->emit_with_ack("booking:subscribe", kFollow);  // its question is on the wire
  ASSERT_TRUE(first_feed_.receive_one());                 // the interest
  deliver_booking();
  exchange();
  EXPECT_THAT(customer->take(), ElementsAre(HasSubstr("ERR_1400")));
}

TEST_F(TwoNodesTest, BookingThatEndsThereIsFollowedNoMoreHere) {
  auto customer = second_.user(0);
  customer->emit_with_ack("booking:subscribe", kFollow);
  exchange();
  ASSERT_TRUE(second_.server(0).of("/").has_local_members("booking:booking-000000"));
  deliver_booking();
  exchange();
  EXPECT_FALSE(second_.server(0).of("/").has_local_members("booking:booking-000000"));
}

TEST_F(TwoNodesTest, SuspendedAccountIsSentAwayEverywhere) {
  auto customer = second_.user(0);
  first_.gateway().suspend(Role::kUser, "user-000000");
  exchange();
  EXPECT_THAT(customer->take("error"), ElementsAre(HasSubstr("ERR_1203")));
  EXPECT_TRUE(customer->closed());
}

}  // namespace
}  // namespace waycast::gateway::testing
