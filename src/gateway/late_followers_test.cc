// Whoever subscribes while the pilot is not at hand (a change of presence is being stored, history
// is being read, they move between shards or are read from the store) sees where the pilot was last
// and every position from then on. The owner alone numbers them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_format.h"
#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kFirstBookingOnly = R"({"bookingId":"booking-000000"})";
constexpr const char* kOnline = R"({"vehicleId":"vehicle-000000"})";

std::string at_time(TimePoint at) { return "\"timestamp\":\"" + format_time(at) + "\""; }

std::uint64_t number_of(const std::string& update) {
  return std::stoull(update.substr(update.find("\"seq\":") + 6));
}

// The shard of the customer; the pilot connects to shard 0.
class LateFollowersTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  // Positions were sent a while ago: what is numbered by the clock now is far above their numbers.
  void drive_and_wait() {
    pilot_ = world_.pilot(0, 0);
    first_ = world_.user(0, GetParam());
    first_->call("booking:subscribe", kFirstBookingOnly);
    for (int step = 0; step < 3; ++step) {
      last_sent_ = world_.now();
      pilot_->call("pilot:location", jitter(step));
      world_.advance(Duration{1'000});
    }
    world_.advance(Duration{30'000});
    customer_ = world_.user(0, GetParam());
    customer_->take();
  }
  // Within what the filter believes.
  static std::string jitter(int step) {
    return "{\"lat\":23.000" + std::to_string(step) + ",\"lng\":72}";
  }

  // The customer knows where the pilot was, and sees what follows, each once.
  void expect_snapshot_and_live() {
    const auto snapshot = customer_->take("location:update");
    ASSERT_THAT(snapshot, SizeIs(1));
    EXPECT_THAT(snapshot[0], AllOf(HasSubstr("\"lat\":23.0002,"), HasSubstr(at_time(last_sent_))));
    for (int step = 3; step < 6; ++step) {
      world_.advance(Duration{1'000});
      EXPECT_EQ(pilot_->call("pilot:location", jitter(step)), R"({"ok":true})");
    }
    const auto live = customer_->take("location:update");
    ASSERT_THAT(live, SizeIs(3));
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_EQ(number_of(live[i]), number_of(snapshot[0]) + 1 + i);
    const auto all = first_->take("location:update");
    ASSERT_THAT(all, SizeIs(6));
    for (std::size_t i = 1; i < 6; ++i) EXPECT_EQ(number_of(all[i]), number_of(all[0]) + i);
  }

  // A point of an earlier run of the server.
  void store_point(const char* booking, LatLng at, TimePoint recorded_at) {
    PointRow row;
    row.pilot_id = PilotId("pilot-000000");
    row.booking_id = BookingId(booking);
    row.status = BookingStatus::kInTransit;
    row.location.at = at;
    row.recorded_at = recorded_at;
    world_.store().append_point(row, {});
  }

  World world_{3};
  TimePoint last_sent_;
  std::unique_ptr<TestClient> pilot_, first_, customer_;
};

INSTANTIATE_TEST_SUITE_P(CustomerOn, LateFollowersTest, ::testing::Values(0, 2));

TEST_P(LateFollowersTest, WhileThePilotGoesOnline) {
  drive_and_wait();
  world_.store().set_late(true);
  pilot_->emit_with_ack("pilot:online", kOnline);
  customer_->emit_with_ack("booking:subscribe", kFirstBookingOnly);
  world_.store().set_late(false);
  world_.run();
  expect_snapshot_and_live();
}

TEST_P(LateFollowersTest, WhileThePilotReturnsFromStale) {
  drive_and_wait();
  world_.advance(Duration{61'000});
  ASSERT_FALSE(world_.stored_pilot(0).is_online);
  world_.store().set_late(true);
  last_sent_ = world_.now();
  pilot_->emit("pilot:location", jitter(2));
  customer_->emit_with_ack("booking:subscribe", kFirstBookingOnly);
  world_.store().set_late(false);
  world_.run();
  first_->take();
  const auto snapshot = customer_->take("location:update");
  ASSERT_THAT(snapshot, SizeIs(1));
  EXPECT_THAT(snapshot[0], HasSubstr(at_time(last_sent_)));
  world_.advance(Duration{1'000});
  pilot_->call("pilot:location", jitter(3));
  EXPECT_THAT(customer_->take("location:update"), SizeIs(1));
  EXPECT_THAT(first_->take("location:update"), SizeIs(1));
}

TEST_P(LateFollowersTest, WhileHistoryIsReadForABatch) {
  drive_and_wait();
  world_.store().set_late(true);
  const std::string old = format_time(world_.now() - Duration{86'400'000});
  pilot_->emit_with_ack("pilot:locations",
                        "[{\"lat\":23,\"lng\":72,\"recordedAt\":\"" + old + "\"}]");
  customer_->emit_with_ack("booking:subscribe", kFirstBookingOnly);
  world_.store().set_late(false);
  world_.run();
  expect_snapshot_and_live();
}

TEST_P(LateFollowersTest, WhileThePilotMovesToAnotherShard) {
  drive_and_wait();
  world_.pause();
  auto phone = world_.connect(Role::kPilot, "pilot-000000", 1);
  customer_->emit_with_ack("booking:subscribe", kFirstBookingOnly);
  constexpr std::size_t kDispatch = 3;
  world_.run_some(kDispatch);
  world_.run_some(GetParam() == 0 ? 1 : GetParam());  // not shard 0: the pilot does not leave yet
  world_.run_some(1);
  world_.resume();
  pilot_ = std::move(phone);
  expect_snapshot_and_live();
}

// What the server knows after a restart is in the store: nobody owns the pilot.
TEST_P(LateFollowersTest, BeforeThePilotComesBackAfterARestart) {
  last_sent_ = world_.now() - Duration{90'000};
  store_point("booking-000000", {23.0002, 72}, last_sent_);
  first_ = world_.user(0, GetParam());
  first_->call("booking:subscribe", kFirstBookingOnly);
  EXPECT_THAT(first_->take("location:update"), SizeIs(1));
  world_.advance(Duration{30'000});
  customer_ = world_.user(0, GetParam());
  customer_->call("booking:subscribe", kFirstBookingOnly);
  const auto snapshot = customer_->take("location:update");
  ASSERT_THAT(snapshot, SizeIs(1));
  EXPECT_THAT(snapshot[0], AllOf(HasSubstr("\"lat\":23.0002,"), HasSubstr(at_time(last_sent_))));
  pilot_ = world_.pilot(0, 1);
  pilot_->call("pilot:location", jitter(3));
  const auto live = customer_->take("location:update");
  ASSERT_THAT(live, SizeIs(1));
  EXPECT_EQ(number_of(live[0]), number_of(snapshot[0]) + 1);
  EXPECT_THAT(first_->take("location:update"), SizeIs(1));
}

TEST_P(LateFollowersTest, WhileThePilotIsReadFromTheStore) {
  last_sent_ = world_.now() - Duration{90'000};
  store_point("booking-000000", {23.0002, 72}, last_sent_);
  customer_ = world_.user(0, GetParam());
  world_.store().set_late(true);
  pilot_ = world_.connect(Role::kPilot, "pilot-000000", 0);
  customer_->emit_with_ack("booking:subscribe", kFirstBookingOnly);
  EXPECT_THAT(customer_->take(), IsEmpty());
  world_.store().set_late(false);
  world_.run();
  const auto snapshot = customer_->take("location:update");
  ASSERT_THAT(snapshot, SizeIs(1));
  EXPECT_THAT(snapshot[0], HasSubstr(at_time(last_sent_)));
  pilot_->call("pilot:online", kOnline);
  pilot_->call("pilot:location", jitter(3));
  EXPECT_THAT(customer_->take("location:update"), SizeIs(1));
}

// The pilot's newest position is of no booking, the booking's own is older.
TEST_P(LateFollowersTest, PlaceAndTimeAreOfOnePoint) {
  store_point("booking-000000", {23.0002, 72}, world_.now() - Duration{90'000});
  store_point("", {10, 10}, world_.now() - Duration{5'000});
  customer_ = world_.user(0, GetParam());
  customer_->call("booking:subscribe", kFirstBookingOnly);
  const auto snapshot = customer_->take("location:update");
  ASSERT_THAT(snapshot, SizeIs(1));
  EXPECT_THAT(snapshot[0], AllOf(HasSubstr("\"lat\":23.0002,"),
                                 HasSubstr(at_time(world_.now() - Duration{90'000}))));
}

// Too old to be broadcast, but REST shows it.
TEST_P(LateFollowersTest, APositionThatWasNotBroadcastIsInTheSnapshot) {
  drive_and_wait();
  world_.advance(Duration{100'000});
  last_sent_ = world_.now() - Duration{70'000};
  pilot_->call("pilot:locations",
               "[{\"lat\":23.0003,\"lng\":72,\"recordedAt\":\"" + format_time(last_sent_) + "\"}]");
  customer_->call("booking:subscribe", kFirstBookingOnly);
  const auto snapshot = customer_->take("location:update");
  ASSERT_THAT(snapshot, SizeIs(1));
  EXPECT_THAT(snapshot[0], AllOf(HasSubstr("\"lat\":23.0003,"), HasSubstr(at_time(last_sent_))));
  pilot_->call("pilot:location", jitter(4));
  const auto live = customer_->take("location:update");
  ASSERT_THAT(live, SizeIs(1));
  EXPECT_GT(number_of(live[0]), number_of(snapshot[0]));
}

TEST_P(LateFollowersTest, ManyWhoSubscribeShareOneQuestion) {
  store_point("booking-000000", {23.0002, 72}, world_.now() - Duration{90'000});
  std::vector<std::unique_ptr<TestClient>> admins;
  for (int i = 0; i < 20; ++i) admins.push_back(world_.admin(GetParam()));
  world_.store().set_late(true);
  for (auto& admin : admins) admin->emit_with_ack("booking:subscribe", kFirstBookingOnly);
  world_.store().set_late(false);
  world_.run();
  std::vector<std::uint64_t> numbers;
  for (auto& admin : admins) {
    const auto snapshot = admin->take("location:update");
    ASSERT_THAT(snapshot, SizeIs(1));
    numbers.push_back(number_of(snapshot[0]));
  }
  EXPECT_THAT(numbers, Each(numbers[0]));
}

// A restored follower has joined the room, but is not connected yet: another of its bookings is of
// a pilot who is being read.
TEST_P(LateFollowersTest, ARestoredFollowerSeesWhatWasSentBeforeThePilotLeft) {
  pilot_ = world_.pilot(0, 0);
  pilot_->call("pilot:location", jitter(1));
  world_.advance(Duration{1'000});
  const Principal who{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
  world_.store().write_now([&](StoreWrites& writes) {
    return writes.save_subscriptions(who, "former", {"booking-000000", "booking-000001"},
                                     world_.now());
  });
  constexpr std::size_t kDispatch = 3;
  world_.pause();
  auto admin = world_.admin(0);
  world_.run_some(0);
  world_.store().set_late(true);
  world_.run_some(kDispatch);
  world_.run_some(0);
  pilot_->emit("pilot:location", jitter(2));
  auto phone = world_.connect(Role::kPilot, "pilot-000000", GetParam() == 0 ? 1 : 2);
  world_.resume();
  EXPECT_FALSE(admin->is_connected());
  world_.store().set_late(false);
  world_.run();
  const auto snapshots = admin->take("location:update");
  ASSERT_THAT(snapshots, SizeIs(1));
  EXPECT_THAT(snapshots[0], HasSubstr("\"lat\":23.0002,"));
}

// Read as online before they went.
TEST_P(LateFollowersTest, WhoGoesWhileTheOthersAreRestoredStaysGone) {
  waycast::testing::add_free_pilot(world_.store(), 7, {23, 72}, world_.now());
  constexpr std::size_t kDispatch = 3;
  world_.pause();
  world_.store().set_late(true);
  world_.gateway().restore_pilots();
  world_.run_some(0);
  world_.store().set_late(false);  // what was read waits for shard 0
  const auto work = [&] {
    for (int i = 0; i < 10; ++i) {
      world_.run_some(1);
      world_.run_some(kDispatch);
    }
  };
  pilot_ = world_.connect(Role::kPilot, "pilot-000007", 1);
  work();
  pilot_->emit_with_ack("pilot:offline", "");
  work();
  ASSERT_FALSE(world_.stored_pilot(7).is_online);
  pilot_.reset();
  work();
  world_.resume();
  pilot_ = world_.connect(Role::kPilot, "pilot-000007", GetParam());
  EXPECT_THAT(pilot_->call("pilot:location", jitter(1)), HasSubstr("ERR_1402"));
}

TEST_P(LateFollowersTest, AStoreThatFailsDelaysNobody) {
  customer_ = world_.user(0, GetParam());
  world_.store().set_failing(true);
  EXPECT_EQ(customer_->call("booking:subscribe", kFirstBookingOnly), R"({"ok":true})");
  world_.store().set_failing(false);
  pilot_ = world_.pilot(0, 0);
  pilot_->call("pilot:location", jitter(3));
  EXPECT_THAT(customer_->take("location:update"), SizeIs(1));
}

}  // namespace
}  // namespace waycast::gateway::testing
