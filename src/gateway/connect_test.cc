// Who is let in, what they find, and how they leave (docs/protocol.md, "Connecting").
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/shard_set.h"
#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ConnectTest : public ::testing::Test {
 protected:
  std::string refusal(const std::string& auth) { return TestClient(world_, 0, auth).refusal(); }

  World world_;
};

TEST_F(ConnectTest, RefusalsOfTheTable) {
  EXPECT_EQ(refusal(""), R"({"message":"Authentication required","data":{"code":"ERR_1100"}})");
  EXPECT_EQ(refusal(R"({"token":"nonsense"})"),
            R"({"message":"Authentication failed","data":{"code":"ERR_1103"}})");
  EXPECT_EQ(refusal(R"({"token":null})"),
            R"({"message":"Authentication required","data":{"code":"ERR_1100"}})");
  for (const char* mistyped : {"42", "true", "{}", R"(["x"])"}) {
    EXPECT_EQ(refusal(std::string(R"({"token":)") + mistyped + "}"),
              R"({"message":"Authentication failed","data":{"code":"ERR_1103"}})");
  }
  const std::string token = world_.token(Role::kUser, "user-000000", Duration{60'000});
  EXPECT_EQ(refusal(R"({"token":")" + token + R"("})"), "");
  EXPECT_EQ(refusal(R"({"token":"Bearer )" + token + R"("})"), "");
  world_.advance(Duration{61'000});
  EXPECT_EQ(refusal(R"({"token":")" + token + R"("})"),
            R"({"message":"Authentication failed","data":{"code":"ERR_1102"}})");
}

TEST_F(ConnectTest, IdWithoutARowIsLetInAndOwnsNothing) {
  auto pilot = world_.connect(Role::kPilot, "nobody");
  EXPECT_TRUE(pilot->is_connected());
  EXPECT_THAT(pilot->call("pilot:online", R"({"vehicleId":"vehicle-000000"})"),
              HasSubstr("ERR_1303"));
  EXPECT_THAT(pilot->call("pilot:location", R"({"lat":1,"lng":2})"), HasSubstr("ERR_1402"));
}

TEST_F(ConnectTest, TokenThatExpiresEndsTheTransport) {
  const std::string token = world_.token(Role::kUser, "user-000000", Duration{60'000});
  TestClient customer(world_, 0, R"({"token":")" + token + R"("})");
  world_.advance(Duration{58'000});
  EXPECT_FALSE(customer.closed());
  world_.advance(Duration{3'000});
  EXPECT_THAT(customer.take("error"), ElementsAre(HasSubstr("ERR_1102")));
  EXPECT_TRUE(customer.closed());
}

TEST_F(ConnectTest, TokensEndByTheWallClockWhereverItIsSet) {
  const auto connect = [&](Duration ttl) {
    const std::string token = world_.token(Role::kUser, "user-000000", ttl);
    return std::make_unique<TestClient>(world_, 0, R"({"token":")" + token + R"("})");
  };
  auto first = connect(Duration{7'200'000});
  world_.step_wall_clock(Duration{7'300'000});  // forward: its time is over
  world_.advance(Duration{6'000});
  EXPECT_THAT(first->take("error"), ElementsAre(HasSubstr("ERR_1102")));
  EXPECT_TRUE(first->closed());

  auto second = connect(Duration{60'000});
  world_.step_wall_clock(Duration{-3'600'000});  // back: it has an hour more
  world_.advance(Duration{120'000});
  EXPECT_FALSE(second->closed());
  auto third = connect(Duration{30'000});
  world_.advance(Duration{31'000});
  EXPECT_TRUE(third->closed());
  EXPECT_FALSE(second->closed());
}

TEST_F(ConnectTest, SuspendedAccountsAreSentAwayAndStayOut) {
  auto pilot = world_.pilot(0);
  world_.store().write_now([&](StoreWrites& writes) {
    return writes.set_pilot_status(PilotId("pilot-000000"), PilotStatus::kSuspended, world_.now());
  });
  world_.gateway().suspend(Role::kPilot, "pilot-000000");
  world_.run();
  EXPECT_THAT(pilot->take("error"), ElementsAre(HasSubstr("ERR_1203")));
  EXPECT_TRUE(pilot->closed());
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
  auto again = world_.connect(Role::kPilot, "pilot-000000");
  EXPECT_EQ(again->refusal(), R"({"message":"Authentication failed","data":{"code":"ERR_1203"}})");
}

TEST(Suspension, ReachesTheLastOfAsManyShardsAsThereMayBe) {
  World world(kMaxShards);
  auto there = world.user(0, kMaxShards - 1);
  auto other = world.user(1, kMaxShards - 1);
  world.gateway().suspend(Role::kUser, "user-000000");
  world.run();
  EXPECT_THAT(there->take("error"), ElementsAre(HasSubstr("ERR_1203")));
  EXPECT_TRUE(there->closed());
  EXPECT_FALSE(other->closed());
}

TEST_F(ConnectTest, SuspensionThatOvertakesAConnectKeepsItOut) {
  world_.pause();
  auto pilot = world_.connect(Role::kPilot, "pilot-000000");
  world_.gateway().suspend(Role::kPilot, "pilot-000000");  // what the store told is older
  world_.resume();
  EXPECT_THAT(pilot->take(), ::testing::Contains(HasSubstr("ERR_1203")));
  EXPECT_FALSE(pilot->is_connected());
}

TEST_F(ConnectTest, NotificationsArriveAndComeAgainUntilRead) {
  auto customer = world_.user(0);
  Notification notification;
  notification.id = NotificationId("n1");
  notification.user_id = UserId("user-000000");
  notification.title = "Hello";
  notification.created_at = world_.now();
  world_.dispatch().notify(notification);
  world_.run();
  EXPECT_THAT(customer->take("notification"),
              ElementsAre(HasSubstr(R"({"id":"n1","title":"Hello","body":"","type":"SYSTEM",)"
                                    R"("data":null,"createdAt":")")));
  EXPECT_THAT(world_.user(1)->take("notification"), IsEmpty());
  EXPECT_THAT(world_.user(0)->take("notification"), SizeIs(1));
  world_.store().write_now([](StoreWrites& writes) {
    Principal who;
    who.id = "user-000000";
    return writes.mark_read(NotificationId("n1"), who);
  });
  EXPECT_THAT(world_.user(0)->take("notification"), IsEmpty());
}

TEST_F(ConnectTest, PilotIsInTheRoomsOfTheirBookingsWhenConnectReturns) {
  auto first = world_.connect(Role::kPilot, "pilot-000000");
  auto second = world_.connect(Role::kPilot, "pilot-000000");
  first->emit("pilot:location", R"({"lat":23,"lng":72})");
  EXPECT_THAT(second->take("location:update"), SizeIs(1));
}

TEST_F(ConnectTest, StoredSubscriptionsAreRestoredAfterARestart) {
  Principal who;
  who.id = "user-000000";
  world_.store().write_now([&](StoreWrites& writes) {
    return writes.save_subscriptions(who, "former", {"booking-000000", "booking-000001"},
                                     world_.now());
  });
  auto customer = world_.user(0);
  // Authorised again: booking 1 is somebody else's.
  EXPECT_THAT(customer->take("booking:status"), ElementsAre(HasSubstr("booking-000000")));
  auto second = world_.user(0);
  EXPECT_THAT(second->take("booking:status"), IsEmpty());  // they were taken over
}

TEST_F(ConnectTest, OperatorWhoReturnsHasTheDashboardAndWatchedBookingsAgain) {
  auto pilot = world_.pilot(0);
  auto admin = world_.admin();
  admin->call("admin:subscribe", "null");
  admin->call("admin:booking:subscribe", R"({"bookingId":"booking-000000"})");
  admin->lose();
  auto again = world_.admin();
  EXPECT_THAT(again->take("dashboard:stats"), SizeIs(1));
  pilot->emit("pilot:location", R"({"lat":23,"lng":72})");
  EXPECT_THAT(again->take("booking:location"), SizeIs(1));
  Principal by{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
  world_.change_status("booking-000000", BookingStatus::kArrivedDrop, by);
  EXPECT_THAT(again->take("booking:updated"), SizeIs(1));
}

TEST_F(ConnectTest, WhatAnExplicitDisconnectLeavesIsNotRestored) {
  auto admin = world_.admin();
  admin->call("admin:subscribe", "null");
  admin->disconnect();
  EXPECT_THAT(world_.admin()->take("dashboard:stats"), IsEmpty());
}

TEST_F(ConnectTest, RoomsOfOperatorsAreNotRestoredToOthers) {
  Principal who;
  who.id = "user-000000";
  world_.store().write_now([&](StoreWrites& writes) {
    return writes.save_subscriptions(who, "former", {"admin:dashboard", "watchers:booking-000000"},
                                     world_.now());
  });
  EXPECT_THAT(world_.user(0)->take("dashboard:stats"), IsEmpty());
}

TEST_F(ConnectTest, PilotsOnlineBeforeARestartHaveTheGrace) {
  const auto set_online = [&](const char* id) {
    world_.store().write_now([&](StoreWrites& writes) {
      return writes.set_pilot_online(PilotId(id), true, world_.now());
    });
  };
  set_online("pilot-000000");
  set_online("pilot-000001");
  world_.gateway().restore_pilots();
  world_.run();
  world_.advance(Duration{29'000});
  auto back = world_.connect(Role::kPilot, "pilot-000001");
  world_.advance(Duration{1'100});
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
  EXPECT_TRUE(world_.stored_pilot(1).is_online);
}

TEST_F(ConnectTest, PilotWhoWentStaleBeforeARestartComesBackWithTheirNextLocation) {
  const Principal admin{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
  world_.change_status("booking-000000", BookingStatus::kArrivedDrop, admin);
  world_.change_status("booking-000000", BookingStatus::kDelivered, admin);
  world_.store().write_now([&](StoreWrites& writes) {
    return writes.set_pilot_stale(PilotId("pilot-000000"), world_.now());
  });
  auto pilot = world_.connect(Role::kPilot, "pilot-000000");
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
  EXPECT_EQ(pilot->call("pilot:location", R"({"lat":23,"lng":72})"), R"({"ok":true})");
  EXPECT_TRUE(world_.stored_pilot(0).is_online);
}

TEST_F(ConnectTest, StalePilotsAreRememberedAcrossARestartUntilTheyGo) {
  const auto is_stale = [&] {
    const Principal who{.role = Role::kPilot, .id = "pilot-000000", .name = {}, .expires_at = {}};
    return world_.store()
        .read_now([&](StoreReads& reads) { return reads.principal(who, world_.now(), {}); })
        ->is_stale;
  };
  auto pilot = world_.pilot(0);
  world_.advance(Duration{61'000});
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
  EXPECT_TRUE(is_stale());
  pilot->call("pilot:location", R"({"lat":23,"lng":72})");
  EXPECT_FALSE(is_stale());
  world_.advance(Duration{61'000});
  EXPECT_TRUE(is_stale());
  EXPECT_EQ(pilot->call("pilot:offline", "null"), R"({"ok":true})");
  EXPECT_FALSE(is_stale());
}

TEST_F(ConnectTest, DatabaseThatFailsLetsNobodyInWrongly) {
  world_.store().set_failing(true);
  EXPECT_THAT(world_.connect(Role::kPilot, "pilot-000000")->refusal(), HasSubstr("ERR_1500"));
  world_.store().set_failing(false);
  auto pilot = world_.pilot(0);
  EXPECT_EQ(pilot->call("pilot:location", R"({"lat":23,"lng":72})"), R"({"ok":true})");
}

TEST(ConnectLimitTest, AnIdentityHasSoManySocketsAtATime) {
  World world(2, 3, {.sockets_per_identity = 2});
  auto first = world.connect(Role::kUser, "user-000000", 0);
  auto second = world.connect(Role::kUser, "user-000000", 1);
  auto third = world.connect(Role::kUser, "user-000000", 0);
  EXPECT_EQ(third->refusal(), R"({"message":"Too many connections","data":{"code":"ERR_1003"}})");
  EXPECT_TRUE(world.connect(Role::kPilot, "user-000000")->is_connected())
      << "a pilot of the same id is somebody else";
  EXPECT_EQ(world.gateway().counters(0).sockets_refused.value(), 1U);
  first->lose();
  EXPECT_TRUE(world.connect(Role::kUser, "user-000000", 1)->is_connected());
  world.store().write_now([&](StoreWrites& writes) {
    return writes.set_pilot_status(PilotId("pilot-000000"), PilotStatus::kSuspended, world.now());
  });
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(world.connect(Role::kPilot, "pilot-000000")->refusal(), HasSubstr("ERR_1203"))
        << "who is refused later gives the place back";
  }
}

}  // namespace
}  // namespace waycast::gateway::testing
