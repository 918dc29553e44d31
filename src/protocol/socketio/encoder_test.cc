#include "protocol/socketio/encoder.h"

#include <gtest/gtest.h>

namespace waycast::socketio {
namespace {

std::string text(const engineio::PacketRef& packet) { return std::string(packet->payload()); }

std::string texts(const std::vector<engineio::PacketRef>& packets) {
  std::string all;
  for (const auto& packet : packets) all += (packet->is_binary() ? "|b:" : "|") + text(packet);
  return all;
}

// The examples of the protocol's document.
TEST(SocketioEncoder, WritesEveryPacketType) {
  EXPECT_EQ(text(encode_connect("/", "{\"sid\":\"x\"}")), "40{\"sid\":\"x\"}");
  EXPECT_EQ(text(encode_connect("/admin", "")), "40/admin,");
  EXPECT_EQ(text(encode_disconnect("/")), "41");
  EXPECT_EQ(text(encode_disconnect("/admin")), "41/admin,");
  EXPECT_EQ(text(encode_event("/", "hello", "1")), "42[\"hello\",1]");
  EXPECT_EQ(text(encode_event("/", "hello", "")), "42[\"hello\"]");
  EXPECT_EQ(text(encode_event("/admin", "pro\"ject", "123,{\"a\":1}", 456)),
            "42/admin,456[\"pro\\\"ject\",123,{\"a\":1}]");
  EXPECT_EQ(text(encode_ack("/", 0, "")), "430[]");
  EXPECT_EQ(text(encode_ack("/admin", 456, "1,2")), "43/admin,456[1,2]");
  EXPECT_EQ(text(encode_connect_error("/", "no")), "44{\"message\":\"no\"}");
  EXPECT_EQ(text(encode_connect_error("/a", "no", "{\"code\":\"ERR_1100\"}")),
            "44/a,{\"message\":\"no\",\"data\":{\"code\":\"ERR_1100\"}}");
}

TEST(SocketioEncoder, WritesAttachments) {
  const std::vector<std::string> attachments{"\x01", "\x02"};
  const std::string args = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";
  EXPECT_EQ(texts(encode_binary_event("/", "baz", args, attachments, 7)),
            "|452-7[\"baz\"," + args + "]|b:\x01|b:\x02");
  EXPECT_EQ(texts(encode_binary_ack("/admin", 3, args, attachments)),
            "|462-/admin,3[" + args + "]|b:\x01|b:\x02");
}

}  // namespace
}  // namespace waycast::socketio
