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
        socket.recover(socket.handshake()->auth_string("user"));
        next();
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

TEST_F(RecoveryTest, SendsNothingTwiceWhenABroadcastIsStillUnderWay) {
  auto client = member();
  client->lose();
  FakeClient other(second_);
  other.say(R"(0{"user":"8"})");
  other.say(R"(2["join"])");
  hub_.to("a").emit("n", "1");  // posted to the second shard, whose loop has not run
  FakeClient again(second_);
  again.say(connect_again(""));
  EXPECT_EQ(again.take().size(), 2u);
  run();
  EXPECT_THAT(again.take(), IsEmpty());
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

TEST_F(RecoveryTest, IsOnlyForTheSameIdentityOnceAndInTime) {
  auto client = member();
  client->lose();
  FakeClient stranger(first_);
  stranger.say(connect_again("", "8"));
  EXPECT_NE(stranger.socket_id(), client->socket_id());
  FakeClient again(first_);
  again.say(connect_again(""));
  EXPECT_EQ(again.socket_id(), client->socket_id());
  FakeClient twice(first_);
  twice.say(connect_again(""));
  EXPECT_NE(twice.socket_id(), client->socket_id());

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

}  // namespace
}  // namespace waycast::realtime
