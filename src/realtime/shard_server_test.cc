#include "realtime/shard_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/manual_loop.h"
#include "realtime/testing/fake_client.h"

namespace waycast::realtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class ShardServerTest : public ::testing::Test {
 protected:
  ManualLoop loop_;
  Hub hub_;
  ShardServer server_{loop_, 0, hub_, {.connect_timeout = Duration{1000}}};
};

TEST_F(ShardServerTest, ConnectsToTheMainNamespace) {
  server_.of("/");
  FakeClient client(server_);
  client.say("0");
  EXPECT_EQ(client.socket_id().size(), 20u);
  EXPECT_THAT(client.take(), ElementsAre(R"(40{"sid":")" + client.socket_id() + R"("})"));
  EXPECT_EQ(server_.counters().connected_sockets.value(), 1U);
}

TEST_F(ShardServerTest, RefusesAnUnknownNamespace) {
  server_.of("/");
  FakeClient client(server_);
  client.say("0/random");
  EXPECT_THAT(client.take(), ElementsAre(R"(44/random,{"message":"Invalid namespace"})"));
  EXPECT_FALSE(client.closed());
}

TEST_F(ShardServerTest, ClosesASessionThatJoinsNothingInTime) {
  server_.of("/");
  FakeClient idle(server_);
  FakeClient connected(server_);
  connected.say("0");
  loop_.advance(Duration{999});
  EXPECT_FALSE(idle.closed());
  loop_.advance(Duration{1});
  EXPECT_TRUE(idle.closed());
  EXPECT_FALSE(connected.closed());
}

TEST_F(ShardServerTest, ClosesASessionThatLeftItsLastNamespace) {
  server_.of("/");
  server_.of("/other");
  FakeClient client(server_);
  client.say("0");
  client.say("0/other");
  client.say("1");
  loop_.advance(Duration{5000});
  EXPECT_FALSE(client.closed());
  client.say("1/other");
  loop_.advance(Duration{999});
  EXPECT_FALSE(client.closed());
  loop_.advance(Duration{1});
  EXPECT_TRUE(client.closed());
}

TEST_F(ShardServerTest, ClosesOnMalformedPackets) {
  server_.of("/");
  for (const char* bad : {"abc", "2{}", R"(2abc["message"])", ""}) {
    FakeClient client(server_);
    client.say("0");
    client.say(bad);
    EXPECT_EQ(client.closed(), engineio::CloseReason::kParseError) << bad;
  }
  EXPECT_EQ(server_.counters().parse_errors.value(), 4U);
}

TEST_F(ShardServerTest, ClosesOnPacketsBeforeConnectAndOnASecondConnect) {
  server_.of("/");
  FakeClient early(server_);
  early.say(R"(2["message"])");
  EXPECT_EQ(early.closed(), engineio::CloseReason::kParseError);

  FakeClient twice(server_);
  twice.say("0");
  twice.say("0");
  EXPECT_EQ(twice.closed(), engineio::CloseReason::kParseError);
}

TEST_F(ShardServerTest, IgnoresWhatFollowsAParseError) {
  int events = 0;
  server_.of("/").on("message", [&events](Socket&, Event&) { ++events; });
  FakeClient client(server_);
  client.say("0");
  client.say("abc");
  client.say(R"(2["message"])");
  EXPECT_EQ(events, 0);
}

TEST_F(ShardServerTest, GivesEventsToTheirHandlers) {
  server_.of("/").on("message", [](Socket& socket, Event& event) {
    socket.emit("message-back", event.args_text());
  });
  server_.of("/").on_any([](Socket& socket, Event& event) {
    std::string name = "\"";
    socket.emit("unknown", name.append(event.name).append("\""));
  });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.say(R"(2["message",1,"2",{"3":[true]}])");
  client.say(R"(2["other"])");
  EXPECT_THAT(client.take(),
              ElementsAre(R"(42["message-back",1,"2",{"3":[true]}])", R"(42["unknown","other"])"));
}

TEST_F(ShardServerTest, AcknowledgesNowAndLater) {
  std::vector<Ack> kept;
  server_.of("/").on("now", [](Socket&, Event& event) { event.ack(event.args_text()); });
  server_.of("/").on("later",
                     [&kept](Socket&, Event& event) { kept.push_back(std::move(event.ack)); });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.say(R"(2456["now",1,"2"])");
  EXPECT_THAT(client.take(), ElementsAre(R"(43456[1,"2"])"));

  client.say(R"(27["later"])");
  client.say(R"(2["later"])");
  EXPECT_TRUE(kept.at(0));
  EXPECT_FALSE(kept.at(1)) << "no answer was asked for";
  kept[0](R"({"ok":true})");
  kept[0](R"({"ok":true})");
  kept[1]("1");
  EXPECT_THAT(client.take(), ElementsAre(R"(437[{"ok":true}])"));
}

TEST_F(ShardServerTest, AnAckOfAGoneSocketDoesNothing) {
  Ack kept;
  server_.of("/").on("later", [&kept](Socket&, Event& event) { kept = std::move(event.ack); });
  FakeClient client(server_);
  client.say("0");
  client.say(R"(27["later"])");
  client.lose();
  loop_.run();
  client.take();
  FakeClient next_in_the_same_slot(server_);
  next_in_the_same_slot.say("0");
  next_in_the_same_slot.take();
  kept("1");
  EXPECT_THAT(next_in_the_same_slot.take(), IsEmpty());
}

TEST_F(ShardServerTest, CarriesBinaryBothWays) {
  server_.of("/").on("message", [](Socket& socket, Event& event) {
    socket.emit({.event = "message-back",
                 .args = event.args_text(),
                 .attachments = {event.attachments.begin(), event.attachments.end()}});
    event.ack(event.args_text(), event.attachments);
  });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.say(R"(51-7["message",{"_placeholder":true,"num":0}])");
  EXPECT_THAT(client.take(), IsEmpty());
  client.say_binary("\x01\x02");
  EXPECT_THAT(client.take(),
              ElementsAre(R"(451-["message-back",{"_placeholder":true,"num":0}])", "\x01\x02",
                          R"(461-7[{"_placeholder":true,"num":0}])", "\x01\x02"));
}

TEST_F(ShardServerTest, AsksForAnAck) {
  std::vector<std::string> outcomes;
  server_.of("/").on("ask", [&outcomes](Socket& socket, Event&) {
    socket.emit_with_ack({.event = "question", .args = "1"}, Duration{500},
                         [&outcomes](const Reply& reply) {
                           outcomes.push_back(reply.answered() ? reply.args_text() : "none");
                         });
  });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.say(R"(2["ask"])");
  client.say(R"(2["ask"])");
  client.say(R"(2["ask"])");
  EXPECT_THAT(client.take(),
              ElementsAre(R"(420["question",1])", R"(421["question",1])", R"(422["question",1])"));
  client.say(R"(31["yes"])");
  client.say(R"(31["again"])");
  client.say(R"(39["unknown"])");
  EXPECT_THAT(outcomes, ElementsAre(R"("yes")"));
  loop_.advance(Duration{500});
  EXPECT_THAT(outcomes, ElementsAre(R"("yes")", "none", "none"));
  EXPECT_FALSE(client.closed());
}

TEST_F(ShardServerTest, AnAskedSocketThatEndsAnswersDisconnected) {
  std::vector<Reply::Outcome> outcomes;
  server_.of("/").on_connection([&outcomes](Socket& socket) {
    socket.emit_with_ack({.event = "question"}, Duration{500},
                         [&outcomes](const Reply& reply) { outcomes.push_back(reply.outcome); });
  });
  FakeClient client(server_);
  client.say("0");
  client.lose();
  EXPECT_THAT(outcomes, ElementsAre(Reply::Outcome::kDisconnected));
  loop_.advance(Duration{1000});
  EXPECT_EQ(outcomes.size(), 1u);
}

TEST_F(ShardServerTest, AnswersAnEventThatNestsTooDeep) {
  const std::string deep = std::string(300, '[') + std::string(300, ']');
  server_.of("/custom");
  server_.of("/").on_too_deep([](Socket&, Event& event) {
    EXPECT_TRUE(event.args.empty());
    if (event.ack) event.ack("\"too deep\"");
  });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.say("27[\"message\"," + deep + "]");
  client.say("2[\"message\"," + deep + "]");
  client.say("31[" + deep + "]");
  EXPECT_THAT(client.take(), ElementsAre(R"(437["too deep"])"));
  client.say("0/custom,{\"a\":" + deep + "}");
  EXPECT_THAT(client.take(), ElementsAre(R"(44/custom,{"message":"Invalid auth"})"));
  EXPECT_FALSE(client.closed());
  client.say("0/custom,");
  client.say("2/custom,[\"message\"," + deep + "]");
  EXPECT_EQ(client.closed(), engineio::CloseReason::kParseError) << "without a handler";
}

// Memory for attachments is for clients that are let in.
TEST_F(ShardServerTest, HoldsNoAttachmentsOfStrangers) {
  std::optional<Next> waiting;
  server_.of("/slow").use([&waiting](Socket&, Next next) { waiting.emplace(std::move(next)); });
  for (const char* packet : {R"(51-["file"])", R"(51-/slow,["file"])", R"(51-/unknown,["file"])"}) {
    FakeClient client(server_);
    client.say("0/slow");
    client.say(packet);
    EXPECT_EQ(client.closed(), engineio::CloseReason::kParseError) << packet;
  }
}

TEST_F(ShardServerTest, CarriesSeveralNamespacesOverOneSession) {
  for (const char* name : {"/", "/custom"}) {
    server_.of(name).on("message", [](Socket& socket, Event& event) {
      socket.emit("message-back", event.args_text());
    });
  }
  FakeClient client(server_);
  client.say("0");
  client.say("0/custom,");
  client.take();
  client.say(R"(2/custom,["message",1])");
  EXPECT_THAT(client.take(), ElementsAre(R"(42/custom,["message-back",1])"));
  client.say("1/custom");
  client.say(R"(2["message",2])");
  EXPECT_THAT(client.take(), ElementsAre(R"(42["message-back",2])"));
}

TEST_F(ShardServerTest, FreesTheRequestWhenNoNamespaceCanAskForItAnyMore) {
  std::string seen;
  server_.of("/").on_connection([&seen](Socket& socket) {
    seen = std::string(socket.handshake()->header("user-agent")) + " " +
           socket.handshake()->query("room") + " " +
           std::string(socket.handshake()->auth_string("token")) + " " +
           socket.handshake()->auth_text();
  });
  server_.of("/other");
  http::Request request;
  request.target = "/socket.io/?EIO=4&room=blue";
  request.headers = {{"User-Agent", "test"}};
  FakeClient client(server_, request);
  client.say(R"(0{"token":"abc","n":1.5})");
  EXPECT_EQ(seen, R"(test blue abc {"token":"abc","n":1.5})");
  EXPECT_EQ(server_.of("/").find(client.socket_id())->handshake(), nullptr);
  EXPECT_NE(client.handshake(), nullptr);
  client.say("0/other");
  EXPECT_EQ(client.handshake(), nullptr);
}

}  // namespace
}  // namespace waycast::realtime
