// What messages may look like and how many may wait, on every way that they may take.
#include <gtest/gtest.h>

#include "net/testing/engineio_fixture.h"

namespace waycast::net {
namespace {

using engineio::CloseReason;

using EngineioMessagesTest = testing::EngineioFixture;

TEST_F(EngineioMessagesTest, ClosesASlowReader) {
  EngineioSettings settings;
  settings.engine.max_queued_bytes = 500;
  start(settings);
  const std::string large(600, 'x');
  Client& client = open_websocket();
  const std::string sid = open_polling();
  client.listener->on_text("4" + large);
  post(sid, "4" + large);
  EXPECT_EQ(echo_.closed.size(), 0U) << "one message of any size may wait";
  client.listener->on_text("4small");
  post(sid, "4" + large);
  EXPECT_EQ(echo_.closed.size(), 1U) << "and another one behind it";
  post(sid, "4small");
  EXPECT_EQ(echo_.closed, (std::vector{CloseReason::kQueueOverflow, CloseReason::kQueueOverflow}));
}

// On every way that a message may take, header and attachments go together.
TEST_F(EngineioMessagesTest, ALargeMessageOfSeveralPacketsMayWait) {
  EngineioSettings settings;
  settings.engine.max_queued_bytes = 200;
  start(settings);
  const std::string parts =
      std::string(300, 'h') + "|b:" + std::string(300, 'x') + "|b:" + std::string(300, 'x') + "|";
  Client& client = open_websocket();
  client.take();
  client.listener->on_text("4parts");
  EXPECT_EQ(client.take(), "4parts|4" + parts);

  const std::string polling = open_polling();
  post(polling, "4parts");
  EXPECT_GT(poll(polling)->body.size(), 1100U);

  const std::string upgrading = open_polling();
  Client& upgraded = open_websocket(upgrading);
  upgraded.listener->on_text("2probe");
  post(upgrading, "4parts");
  upgraded.listener->on_text("5");
  EXPECT_EQ(upgraded.take(), "3probe|4parts|4" + parts);
  EXPECT_TRUE(echo_.closed.empty());
}

// Engine.IO protocol v4, "Packet encoding": what `forceBase64` makes a client send.
TEST_F(EngineioMessagesTest, TakesBase64OverWebSocket) {
  Client& client = open_websocket();
  client.take();
  client.listener->on_text("bAQIDBA==");
  EXPECT_EQ(client.take(), "b:\x01\x02\x03\x04|");

  const std::string sid = open_polling();
  Client& upgraded = open_websocket(sid);
  upgraded.listener->on_text("2probe");
  upgraded.listener->on_text("5");
  upgraded.take();
  upgraded.listener->on_text("bAQ==");
  EXPECT_EQ(upgraded.take(), "b:\x01|");
  EXPECT_TRUE(echo_.closed.empty());

  client.listener->on_text("b!");
  run();
  EXPECT_EQ(echo_.closed, std::vector{CloseReason::kParseError});
  EXPECT_EQ(client.closed, 1002);
}

// As the reference server does for `b64=1`: such a client may have no binary frames at all.
TEST_F(EngineioMessagesTest, SendsBase64ToWhoeverAsksForIt) {
  ask(websocket_request("EIO=4&transport=websocket&b64=1"));
  Client& client = sockets_.clients.back();
  client.take();
  client.listener->on_text("bAQIDBA==");
  EXPECT_EQ(client.take(), "bAQIDBA==|");
}

}  // namespace
}  // namespace waycast::net
