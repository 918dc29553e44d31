// What a lost socket followed: kept for its identity, for a while.
#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

TEST_P(StoreContract, SubscriptionsAreKeptForAWhile) {
  const Principal user{Role::kUser, "user-000000", {}, {}};
  ASSERT_TRUE(
      call.write([&](StoreWrites& w) { return w.save_subscriptions(user, "s", {"b"}, now); }));
  const auto at = [&](Duration after) {
    return call.read([&](StoreReads& r) { return r.principal(user, now + after, 120s); })
        ->saved_subscriptions.size();
  };
  EXPECT_EQ(at(119s), 1U);
  EXPECT_EQ(at(121s), 0U);
  EXPECT_EQ(at(-119s), 1U);
  EXPECT_EQ(at(-1h), 0U) << "the wall clock was set back";
  ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.take_subscriptions(user, now - 2min); }));
  EXPECT_EQ(at(1s), 0U);
}

TEST_P(StoreContract, AsManyMayTakeOverAsWereLost) {
  const Principal user{Role::kUser, "user-000000", {}, {}};
  const auto lost = [&](std::string_view socket, const std::vector<std::string>& followed,
                        Duration after) {
    ASSERT_TRUE(call.write(
        [&](StoreWrites& w) { return w.save_subscriptions(user, socket, followed, now + after); }));
  };
  lost("long ago", {"z"}, -3min);
  lost("m", {"a", "b"}, 0s);
  lost("k", {"b"}, 5s);
  lost("l", {"c"}, 2s);
  const std::vector<std::string> all{"a", "b", "c"};
  for (int i = 0; i < 3; ++i) {
    const auto kept = call.read([&](StoreReads& r) { return r.principal(user, now + 9s, 2min); });
    EXPECT_EQ(kept->saved_subscriptions, all) << i;
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.take_subscriptions(user, now - 2min); }));
  }
  const auto left = call.read([&](StoreReads& r) { return r.principal(user, now + 9s, 1h); });
  EXPECT_TRUE(left->saved_subscriptions.empty());
}

TEST_P(StoreContract, SubscriptionsThatNobodyCameBackForAreForgotten) {
  const auto lost = [&](const char* id, Duration after) {
    return call.write([&](StoreWrites& w) {
      return w.save_subscriptions({Role::kUser, id, {}, {}}, id, {"b"}, now + after);
    });
  };
  // A read that reaches back far enough would find them.
  const auto kept = [&](const char* id) {
    return call
        .read([&](StoreReads& r) { return r.principal({Role::kUser, id, {}, {}}, now, 48h); })
        ->saved_subscriptions.size();
  };
  ASSERT_TRUE(lost("gone", 0s));
  ASSERT_TRUE(lost("recent", 1h));
  EXPECT_EQ(kept("gone"), 1U);
  ASSERT_TRUE(lost("somebody", 1h + 1s));
  EXPECT_EQ(kept("gone"), 0U);
  EXPECT_EQ(kept("recent"), 1U);
}

TEST_P(StoreContract, WhatASocketNoLongerFollowedWhenItWasLostIsNotKept) {
  const Principal user{Role::kUser, "user-000000", {}, {}};
  const auto save = [&](std::vector<std::string> followed, std::optional<TimePoint> dropped_at) {
    ASSERT_TRUE(call.write(
        [&](StoreWrites& w) { return w.save_subscriptions(user, "s", followed, dropped_at); }));
  };
  save({"ended"}, std::nullopt);
  save({"b"}, std::nullopt);
  save({"b"}, now);
  EXPECT_EQ(
      call.read([&](StoreReads& r) { return r.principal(user, now, 120s); })->saved_subscriptions,
      std::vector<std::string>{"b"});
  save({}, now);
  EXPECT_TRUE(call.read([&](StoreReads& r) { return r.principal(user, now, 120s); })
                  ->saved_subscriptions.empty());
}

TEST_P(StoreContract, SubscriptionsOfAnOpenSocketAreNobodyElses) {
  const Principal user{Role::kUser, "user-000000", {}, {}};
  const auto kept = [&] {
    return call.read([&](StoreReads& r) { return r.principal(user, now, 120s); })
        ->saved_subscriptions;
  };
  const auto save = [&](std::string socket, std::optional<TimePoint> dropped_at) {
    ASSERT_TRUE(call.write([&](StoreWrites& w) {
      return w.save_subscriptions(user, socket, {"b", "c"}, dropped_at);
    }));
  };
  save("first", std::nullopt);
  EXPECT_TRUE(kept().empty());
  save("second", std::nullopt);
  save("second", now);
  EXPECT_EQ(kept().size(), 2U);
  ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.take_subscriptions(user, now - 2min); }));
  EXPECT_TRUE(kept().empty());
  save("second", now);
  ASSERT_TRUE(
      call.write([&](StoreWrites& w) { return w.drop_subscriptions(user, "second", {"b"}); }));
  EXPECT_EQ(kept(), std::vector<std::string>{"c"});
}

}  // namespace
}  // namespace waycast
