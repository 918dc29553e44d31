#include "realtime/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/manual_loop.h"
#include "realtime/shard_server.h"
#include "realtime/testing/fake_client.h"

namespace waycast::realtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecoveryTest : public ::testing::Test {
 protected:
  RecoveryTest() {
    for (ShardServer* server : {&first_, &second_}) {
      server->of("/").use([](Socket& socket, Next next) {
        const std::string user(socket.handshake()->auth_string("user"));
        socket.reclaim(user, [user, next = std::move(next)](Socket* arriving) mutable {
          if (arriving != nullptr) arriving->recover(user);
          next();
        });
      });
      server->of("/").on("join", [](Socket& socket, Event&) { socket.join("a"); });
    }
  }

  void run() {
    loops_[0].run();
    loops_[1].run();
  }

  std::string pid_of(FakeClient& client) {
    const std::string reply = client.take().at(0);
    const std::size_t at = reply.find(R"("pid":")") + 7;
    return reply.substr(at, reply.find('"', at) - at);
  }

  // Connected as user 7 to the first shard, in room `a`.
  std::unique_ptr<FakeClient> member() {
    auto client = std::make_unique<FakeClient>(first_);
    client->say(R"(0{"user":"7"})");
    pid_ = pid_of(*client);
    client->say(R"(2["join"])");
    return client;
  }

  std::string connect_again(const std::string& offset, const std::string& user = "7") {
    return R"(0{"pid":")" + pid_ + R"(","offset":")" + offset + R"(","user":")" + user + R"("})";
  }

  ManualLoop loops_[2];
  Hub hub_{{.mode = Recovery::kOn}};
  ShardServer first_{loops_[0], 0, hub_};
  ShardServer second_{loops_[1], 1, hub_};
  std::string pid_;
};

TEST_F(RecoveryTest, GivesBackIdRoomsAndMissedEventsOnAnyShard) {
  for (ShardServer* shard : {&first_, &second_}) {
    auto client = member();
    hub_.to("a").emit("n", "1");
    run();
    const std::string seen = client->take().at(0);
    const std::string offset = seen.substr(10, seen.size() - 12);
    client->lose();
    hub_.to("a").emit("n", "2");
    hub_.to("b").emit("n", "3");
    hub_.to(client->socket_id()).emit("n", "4");
    hub_.to("a").emit("n", "5", kVolatile);

    FakeClient again(*shard);
    again.say(connect_again(offset));
    run();
    const auto received = again.take();
    ASSERT_EQ(received.size(), 3u);
    EXPECT_EQ(again.socket_id(), client->socket_id());
    EXPECT_THAT(received[1], ::testing::StartsWith(R"(42["n",2,)"));
    EXPECT_THAT(received[2], ::testing::StartsWith(R"(42["n",4,)"));
    hub_.to(again.socket_id()).emit("id", "");
    hub_.to("a").emit("room", "");
    run();
    EXPECT_EQ(again.take().size(), 2u) << "the rooms are live again";
    again.say("1");
    run();
  }
}

// The phone changed networks: its old connection is open as far as the server knows.
TEST_F(RecoveryTest, AnOldConnectionThatIsStillOpenGivesWayOnAnyShard) {
  for (ShardServer* shard : {&first_, &second_}) {
    auto old = member();
    hub_.to("a").emit("n", "1");
    run();
    const std::string seen = old->take().at(0);
    const std::string offset = seen.substr(10, seen.size() - 12);
    hub_.to("a").emit("n", "2");  // queued to the dead connection
    run();

    FakeClient again(*shard);
    again.say(connect_again(offset));
    run();
    EXPECT_EQ(again.socket_id(), old->socket_id());
    const auto received = again.take();
    ASSERT_EQ(received.size(), 2u);
    EXPECT_THAT(received[1], ::testing::StartsWith(R"(42["n",2,)"));
    EXPECT_TRUE(old->closed());
    old->take();
    hub_.to("a").emit("n", "3");
    run();
    EXPECT_EQ(again.take().size(), 1u);
    EXPECT_THAT(old->take(), IsEmpty());
    old->lose();
    hub_.to(again.socket_id()).emit("n", "4");
    run();
    EXPECT_EQ(again.take().size(), 1u) << "the end of the old connection takes nothing along";
    again.say("1");
    run();
  }
}

TEST_F(RecoveryTest, AnotherIdentityEndsNobodysConnectionByAStolenSession) {
  auto old = member();
  const std::string pid = pid_;
  for (ShardServer* shard : {&first_, &second_}) {
    FakeClient thief(*shard);
    thief.say(connect_again("", "8"));
    run();
    EXPECT_NE(thief.socket_id(), old->socket_id());
    EXPECT_FALSE(old->closed());
  }
  pid_ = std::string(pid.size(), 'A').replace(20, 20, pid.substr(20));  // the id is public
  FakeClient guess(first_);
  guess.say(connect_again(""));
  EXPECT_FALSE(old->closed());
  hub_.to("a").emit("n", "1");
  run();
  EXPECT_EQ(old->take().size(), 1u);
}

TEST_F(RecoveryTest, ReturnsAlsoWhereNoMiddlewareAsksForIt) {
  ManualLoop loop;
  Hub hub{{.mode = Recovery::kOn}};
  ShardServer server(loop, 0, hub);
  server.of("/");
  FakeClient old(server);
  old.say("0");
  pid_ = pid_of(old);
  FakeClient again(server);
  again.say(connect_again(""));
  EXPECT_EQ(again.socket_id(), old.socket_id());
  EXPECT_TRUE(old.closed());
}

TEST_F(RecoveryTest, AConnectionLostBeforeItsReplyLeavesTheSessionToTheNext) {
  std::vector<Next> waiting;
  first_.of("/").use([&](Socket&, Next next) { waiting.push_back(std::move(next)); });
  FakeClient client(first_);
  client.say(R"(0{"user":"7"})");
  waiting.back()();
  pid_ = pid_of(client);
  client.lose();
  FakeClient lost(first_);
  lost.say(connect_again(""));
  lost.lose();
  FakeClient again(first_);
  again.say(connect_again(""));
  waiting.back()();
  EXPECT_EQ(again.socket_id(), client.socket_id());
}

TEST_F(RecoveryTest, AnOffsetOfAnEarlierRunCountsAsNothingSeen) {
  Hub hub{{.mode = Recovery::kOn, .numbers_after = 1'000}};
  ManualLoop loop;
  ShardServer server(loop, 0, hub);
  server.of("/").use([](Socket& socket, Next next) {
    socket.join("a");
    next();
  });
  FakeClient client(server);
  client.say("0");
  pid_ = pid_of(client);
  client.lose();
  hub.to("a").emit("n", "1");
  FakeClient again(server);
  again.say(connect_again("17"));
  EXPECT_EQ(again.socket_id(), client.socket_id());
  EXPECT_THAT(again.take().at(1), ::testing::StartsWith(R"(42["n",1,"1001"])"));
}

TEST_F(RecoveryTest, SendsNothingTwiceWhenABroadcastIsStillUnderWay) {
  auto client = member();
  client->lose();
  FakeClient other(second_);
  other.say(R"(0{"user":"8"})");
  other.say(R"(2["join"])");
  FakeClient again(second_);
  again.say(connect_again(""));
  loops_[0].run();              // has nobody to evict; its answer is posted to the second shard,
  hub_.to("a").emit("n", "1");  // this after it
  loops_[1].run();
  EXPECT_EQ(again.take().size(), 2u);
}

TEST_F(RecoveryTest, RoomsThatTheDisconnectHandlerLeavesAreKept) {
  first_.of("/").on_disconnect([](Socket& socket, DisconnectReason) { socket.leave("a"); });
  auto client = member();
  client->lose();
  hub_.to("a").emit("n", "1");
  FakeClient again(first_);
  again.say(connect_again(""));
  EXPECT_EQ(again.take().size(), 2u);
  EXPECT_TRUE(first_.of("/").has_local_members("a"));
}

TEST_F(RecoveryTest, ARoomThatWasEmptiedMeanwhileIsNotJoined) {
  auto client = member();
  client->lose();
  hub_.to("a").emit("last", "");
  hub_.to("a").sockets_leave("a");
  hub_.to("a").emit("secret", "");
  FakeClient again(first_);
  again.say(connect_again(""));
  run();
  const auto received = again.take();
  ASSERT_EQ(received.size(), 2u);
  EXPECT_THAT(received[1], ::testing::StartsWith(R"(42["last")"));
  EXPECT_FALSE(first_.of("/").has_local_members("a"));
}

TEST_F(RecoveryTest, IsOnlyForTheSameIdentityAndInTime) {
  auto client = member();
  client->lose();
  FakeClient stranger(first_);
  stranger.say(connect_again("", "8"));
  EXPECT_NE(stranger.socket_id(), client->socket_id());
  FakeClient again(first_);
  again.say(connect_again(""));
  EXPECT_EQ(again.socket_id(), client->socket_id());

  again.lose();
  loops_[0].advance(Duration{120'001});
  FakeClient late(first_);
  late.say(connect_again(""));
  EXPECT_NE(late.socket_id(), client->socket_id());
}

TEST_F(RecoveryTest, AnExplicitDisconnectKeepsNothing) {
  auto client = member();
  client->say("1");
  FakeClient again(first_);
  again.say(connect_again(""));
  EXPECT_NE(again.socket_id(), client->socket_id());
}

TEST(RecoveryStoreTest, ForgetsTheOldestBeyondItsBytes) {
  RecoveryStore store({.mode = Recovery::kOn, .max_log_bytes = 1000});
  const SteadyTime now{};
  for (int i = 0; i < 10; ++i) {
    store.append(now, [](std::uint64_t number) { return Prepared{{}, {}, number}; });
  }
  EXPECT_EQ(store.newest(), 10u);
  EXPECT_FALSE(store.after(0)) << "some of what followed is gone";
  EXPECT_TRUE(store.after(9));
  EXPECT_EQ(store.after(9)->size(), 1u);
  EXPECT_FALSE(store.after(11)) << "a number that was never given";
}

TEST(RecoveryStoreTest, ForgetsTheOldestSocketsBeyondTheirNumber) {
  RecoveryStore store({.mode = Recovery::kOn, .max_sessions = 2});
  const SteadyTime now{};
  for (const char* pid : {"a", "b", "c"}) {
    store.keep(pid, {.id = {}, .nsp = "/", .identity = {}, .rooms = {}, .dropped_at = now});
  }
  EXPECT_FALSE(store.take("a", "/", "", now));
  EXPECT_TRUE(store.take("b", "/", "", now));
  EXPECT_TRUE(store.take("c", "/", "", now));
}

}  // namespace
}  // namespace waycast::realtime
