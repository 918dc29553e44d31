#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "base/manual_loop.h"
#include "realtime/shard_server.h"
#include "realtime/testing/fake_client.h"

namespace waycast::realtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class MiddlewareTest : public ::testing::Test {
 protected:
  MiddlewareTest() {
    nsp_.on_connection([this](Socket&) { ++connections_; });
    nsp_.on_disconnect([this](Socket&, DisconnectReason) { ++disconnections_; });
  }

  ManualLoop loop_;
  Hub hub_;
  ShardServer server_{
      loop_, 0, hub_, {.connect_timeout = Duration{1000}, .admit_timeout = Duration{5000}}};
  Namespace& nsp_ = server_.of("/");
  int connections_ = 0;
  int disconnections_ = 0;
};

TEST_F(MiddlewareTest, RefusesWithMessageAndData) {
  nsp_.use([](Socket& socket, Next next) {
    if (socket.handshake()->auth_string("token") == "good") return next();
    next({"Authentication failed", R"({"code":"ERR_1103"})"});
  });
  FakeClient bad(server_);
  bad.say(R"(0{"token":"bad"})");
  EXPECT_THAT(bad.take(),
              ElementsAre(R"(44{"message":"Authentication failed","data":{"code":"ERR_1103"}})"));
  EXPECT_EQ(connections_, 0);
  bad.say(R"(0{"token":"good"})");
  EXPECT_EQ(connections_, 1) << "a refused client may try again on the same session";
  EXPECT_EQ(disconnections_, 0);
}

TEST_F(MiddlewareTest, RunsOneAfterTheOtherAndMayWait) {
  std::vector<int> order;
  std::optional<Next> kept;
  nsp_.use([&](Socket&, Next next) {
    order.push_back(1);
    kept.emplace(std::move(next));
  });
  nsp_.use([&](Socket&, Next next) {
    order.push_back(2);
    next();
  });
  FakeClient client(server_);
  client.say("0");
  EXPECT_THAT(client.take(), IsEmpty());
  EXPECT_THAT(order, ElementsAre(1));
  (*kept)();
  EXPECT_THAT(order, ElementsAre(1, 2));
  EXPECT_THAT(client.take(), SizeIs(1));
  (*kept)();
  EXPECT_EQ(connections_, 1) << "Next counts once";
}

TEST_F(MiddlewareTest, ANextOfAGoneSocketDoesNothing) {
  std::optional<Next> kept;
  nsp_.use([&](Socket&, Next next) { kept.emplace(std::move(next)); });
  {
    FakeClient client(server_);
    client.say("0");
    client.lose();
  }
  (*kept)();
  loop_.run();
  EXPECT_EQ(connections_, 0);
  EXPECT_EQ(disconnections_, 0);
}

TEST_F(MiddlewareTest, MiddlewareHasItsOwnTimeAfterTheConnectCame) {
  std::optional<Next> kept;
  nsp_.use([&](Socket&, Next next) { kept.emplace(std::move(next)); });
  FakeClient client(server_);
  loop_.advance(Duration{900});
  client.say("0");
  loop_.advance(Duration{4999});
  EXPECT_FALSE(client.closed()) << "a slow store is not the client's fault";
  loop_.advance(Duration{1});
  EXPECT_TRUE(client.closed());
}

TEST_F(MiddlewareTest, AskingAgainAndAgainDoesNotKeepARefusedSession) {
  nsp_.use([](Socket&, Next next) { next({"no", ""}); });
  FakeClient client(server_);
  for (int i = 0; i < 10 && !client.closed(); ++i) {
    client.say("0");
    loop_.advance(Duration{600});
  }
  EXPECT_TRUE(client.closed());
}

TEST_F(MiddlewareTest, AStrangerCannotMakeMiddlewareRunAgainByLeavingEarly) {
  int asked = 0;
  nsp_.use([&](Socket&, Next) { ++asked; });
  FakeClient client(server_);
  for (int i = 0; i < 100; ++i) {
    client.say("0");
    client.say("1");
  }
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(client.closed(), engineio::CloseReason::kParseError);
}

TEST_F(MiddlewareTest, AttachmentsAreNotKeptForAStranger) {
  std::optional<Next> kept;
  nsp_.use([&](Socket&, Next next) { kept.emplace(std::move(next)); });
  FakeClient client(server_);
  client.say("0");
  EXPECT_FALSE(client.is_trusted());
  client.say(R"(51-["upload",{"_placeholder":true,"num":0}])");
  EXPECT_EQ(client.closed(), engineio::CloseReason::kParseError);
  FakeClient known(server_);
  known.say("0");
  (*kept)();
  EXPECT_TRUE(known.is_trusted());
  known.say(R"(51-["upload",{"_placeholder":true,"num":0}])");
  EXPECT_FALSE(known.closed());
}

TEST_F(MiddlewareTest, RoomsJoinedThereAreHeardAfterTheConnectReply) {
  std::optional<Next> kept;
  nsp_.use([&](Socket& socket, Next next) {
    socket.join("booking:1");
    kept.emplace(std::move(next));
  });
  FakeClient client(server_);
  client.say("0");
  nsp_.to("booking:1").emit("early", "");
  EXPECT_THAT(client.take(), IsEmpty());
  (*kept)();
  nsp_.to("booking:1").emit("in-time", "");
  EXPECT_THAT(client.take(), ElementsAre(R"(40{"sid":")" + client.socket_id() + R"("})",
                                         R"(42["early"])", R"(42["in-time"])"));
}

TEST_F(MiddlewareTest, ARefusedSocketLeavesItsRooms) {
  nsp_.use([](Socket& socket, Next next) {
    socket.join("booking:1");
    next({"no", ""});
  });
  FakeClient client(server_);
  client.say("0");
  EXPECT_FALSE(nsp_.has_local_members("booking:1"));
}

// Between joining and the CONNECT reply the application reads what the client is to find.
class HeldTest : public ::testing::Test {
 protected:
  HeldTest() {
    server_.of("/").use([this](Socket& socket, Next next) {
      socket.join("a");
      next_ = std::make_unique<Next>(std::move(next));
    });
    server_.of("/").on_connection([](Socket& socket) {
      socket.emit("snapshot", "");
      socket.drop_held([](const Emission& held) { return held.args == "2"; });
    });
    client_.say("0");
  }

  void emit(const std::string& args, Delivery delivery = {}) {
    hub_.to("a").emit("n", args, delivery);
    loop_.run();
  }

  ManualLoop loop_;
  Hub hub_;
  ShardServer server_{loop_, 0, hub_};
  std::unique_ptr<Next> next_;
  FakeClient client_{server_};
};

TEST_F(HeldTest, BroadcastsToAConnectingSocketComeAfterItsSnapshot) {
  emit("1");
  emit("2");
  emit("3", kVolatile);
  emit("4");
  EXPECT_THAT(client_.take(), ::testing::IsEmpty());
  (*next_)();
  const auto received = client_.take();
  ASSERT_EQ(received.size(), 4u);
  EXPECT_EQ(received[1], R"(42["snapshot"])");
  EXPECT_EQ(received[2], R"(42["n",1])");
  EXPECT_EQ(received[3], R"(42["n",4])");
  emit("5");
  EXPECT_EQ(client_.take().size(), 1u);
}

TEST_F(HeldTest, TooManyOfThemEndTheConnection) {
  for (int i = 0; i < 1'000; ++i) emit("1");
  EXPECT_FALSE(client_.closed());
  emit("1");
  EXPECT_EQ(client_.closed(), engineio::CloseReason::kQueueOverflow);
}

}  // namespace
}  // namespace waycast::realtime
