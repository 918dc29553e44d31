// How connections end, and what the application is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/manual_loop.h"
#include "realtime/shard_server.h"
#include "realtime/testing/fake_client.h"

namespace waycast::realtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct CountedData final : SocketData {
  explicit CountedData(int& alive_count) : alive(alive_count) { ++alive; }
  ~CountedData() override { --alive; }
  int& alive;
};

class DisconnectTest : public ::testing::Test {
 protected:
  DisconnectTest() {
    nsp_.on_disconnect([this](Socket& socket, DisconnectReason reason) {
      reasons_.emplace_back(to_string(reason));
      rooms_ = socket.rooms();
      EXPECT_FALSE(socket.connected());
      socket.emit("too-late", "");
    });
  }

  ManualLoop loop_;
  Hub hub_;
  ShardServer server_{loop_, 0, hub_};
  Namespace& nsp_ = server_.of("/");
  std::vector<std::string> reasons_;
  std::vector<std::string> rooms_;
};

TEST_F(DisconnectTest, NamesTheReasonAsSocketIoDoes) {
  using engineio::CloseReason;
  for (const CloseReason reason :
       {CloseReason::kTransportClose, CloseReason::kClientClose, CloseReason::kTransportError,
        CloseReason::kPingTimeout, CloseReason::kParseError, CloseReason::kServerClose,
        CloseReason::kServerShutdown}) {
    FakeClient client(server_);
    client.say("0");
    client.lose(reason);
  }
  FakeClient leaving(server_);
  leaving.say("0");
  leaving.say("1");
  EXPECT_THAT(reasons_, ElementsAre("transport close", "transport close", "transport error",
                                    "ping timeout", "parse error", "forced server close",
                                    "server shutting down", "client namespace disconnect"));
  EXPECT_EQ(server_.counters().connected_sockets.value(), 0U);
}

TEST_F(DisconnectTest, TellsOfEachEndOnce) {
  FakeClient client(server_);
  client.say("0");
  client.say("1");
  client.lose();
  EXPECT_THAT(reasons_, ElementsAre("client namespace disconnect"));
}

TEST_F(DisconnectTest, TheHandlerStillSeesTheRooms) {
  nsp_.on_connection([](Socket& socket) { socket.join("booking:1"); });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.lose();
  EXPECT_THAT(rooms_, ElementsAre("booking:1"));
  EXPECT_FALSE(nsp_.has_local_members("booking:1"));
  EXPECT_THAT(client.take(), IsEmpty());
}

TEST_F(DisconnectTest, TheServerEndsANamespaceAndTheSessionLives) {
  nsp_.on("leave", [](Socket& socket, Event&) {
    socket.disconnect();
    EXPECT_FALSE(socket.connected());
    socket.disconnect();
  });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.say(R"(2["leave"])");
  EXPECT_THAT(client.take(), ElementsAre("41"));
  EXPECT_FALSE(client.closed());
  client.say(R"(2["crossed-on-the-way"])");
  EXPECT_FALSE(client.closed());
  client.say("0");
  EXPECT_EQ(server_.counters().connected_sockets.value(), 1U);
  EXPECT_THAT(reasons_, ElementsAre("server namespace disconnect"));
}

TEST_F(DisconnectTest, TheServerEndsTheWholeSession) {
  server_.of("/other");
  nsp_.on("leave", [](Socket& socket, Event&) { socket.disconnect_and_close(); });
  FakeClient client(server_);
  client.say("0");
  client.say("0/other");
  client.take();
  client.say(R"(2["leave"])");
  EXPECT_THAT(client.take(), ::testing::UnorderedElementsAre("41", "41/other,"));
  EXPECT_TRUE(client.closed());
}

TEST_F(DisconnectTest, ClosingTheTransportSendsNoDisconnectSoThatClientsReturn) {
  nsp_.on("expire", [](Socket& socket, Event&) {
    socket.emit("error", R"({"code":"ERR_1102"})");
    socket.close_transport();
  });
  FakeClient client(server_);
  client.say("0");
  client.take();
  client.say(R"(2["expire"])");
  EXPECT_THAT(client.take(), ElementsAre(R"(42["error",{"code":"ERR_1102"}])"));
  EXPECT_EQ(client.closed(), engineio::CloseReason::kServerClose);
}

TEST_F(DisconnectTest, ReleasesTheDataAfterTheHandlersReturned) {
  int alive = 0;
  nsp_.on_connection(
      [&alive](Socket& socket) { socket.set_data(std::make_unique<CountedData>(alive)); });
  nsp_.on("leave", [&alive](Socket& socket, Event&) {
    socket.disconnect();
    EXPECT_EQ(alive, 1);
  });
  FakeClient client(server_);
  client.say("0");
  client.say(R"(2["leave"])");
  loop_.run();
  EXPECT_EQ(alive, 0);
}

TEST_F(DisconnectTest, HandlesFindNothingAfterTheEnd) {
  SocketRef ref;
  nsp_.on_connection([&ref](Socket& socket) { ref = socket.ref(); });
  FakeClient client(server_);
  client.say("0");
  int found = 0;
  hub_.post(ref, [&found](Socket&) { ++found; });
  EXPECT_EQ(found, 0) << "never inside the call";
  loop_.run();
  EXPECT_EQ(found, 1);
  hub_.post(ref, [&found](Socket&) { ++found; });
  client.lose();
  loop_.run();
  EXPECT_EQ(found, 1);
}

}  // namespace
}  // namespace waycast::realtime
