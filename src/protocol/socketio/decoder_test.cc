#include "protocol/socketio/decoder.h"

#include <gtest/gtest.h>

#include <boost/json/monotonic_resource.hpp>

#include "protocol/json/exact_write.h"

namespace waycast::socketio {
namespace {

const Limits kLimits;

std::string json(const boost::json::value& value) {
  std::string out;
  json::append_json(out, value);
  return out;
}

// One line that says all of a packet.
std::string describe(const DecodeResult& result) {
  if (!result) return "error: " + std::string(to_string(result.error()));
  if (!*result) return "waits";
  const Packet& packet = **result;
  std::string out{static_cast<char>(packet.type)};
  out += " " + packet.nsp;
  if (packet.ack_id) out += " #" + std::to_string(*packet.ack_id);
  if (packet.is_event()) out += " " + packet.event;
  out += " " + json(packet.data);
  for (const auto& each : packet.attachments) out += " <" + each + ">";
  return out;
}

std::string decode(std::string_view message) {
  Decoder decoder(kLimits);
  return describe(decoder.text(message));
}

TEST(SocketioDecoder, ReadsEveryTextPacketType) {
  EXPECT_EQ(decode("0"), "0 / null");
  EXPECT_EQ(decode("0{\"token\":\"x\"}"), "0 / {\"token\":\"x\"}");
  EXPECT_EQ(decode("0/admin,"), "0 /admin null");
  EXPECT_EQ(decode("0/admin"), "0 /admin null");
  EXPECT_EQ(decode("0/admin?a=1,b,{\"x\":1}"), "error: malformed JSON");
  EXPECT_EQ(decode("0/admin?a=1,{\"x\":1}"), "0 /admin {\"x\":1}");
  EXPECT_EQ(decode("1"), "1 / null");
  EXPECT_EQ(decode("1/admin,"), "1 /admin null");
  EXPECT_EQ(decode("2[\"hello\",1]"), "2 / hello [1]");
  EXPECT_EQ(decode("2[\"hello\"]"), "2 / hello []");
  EXPECT_EQ(decode("2[7,8]"), "2 / 7 [8]");
  EXPECT_EQ(decode("2/admin,456[\"project:delete\",123]"), "2 /admin #456 project:delete [123]");
  EXPECT_EQ(decode("2/,1[\"a\"]"), "2 / #1 a []");
  EXPECT_EQ(decode("30[]"), "3 / #0 []");
  EXPECT_EQ(decode("3/admin,456[1,\"x\"]"), "3 /admin #456 [1,\"x\"]");
  EXPECT_EQ(decode("4{\"message\":\"no\"}"), "4 / {\"message\":\"no\"}");
  EXPECT_EQ(decode("4\"no\""), "4 / \"no\"");
}

TEST(SocketioDecoder, GathersAttachments) {
  Decoder decoder(kLimits);
  const std::string_view args =
      "{\"_placeholder\":true,\"num\":0},{\"x\":[{\"_placeholder\":true,\"num\":1}]}";
  EXPECT_EQ(describe(decoder.text("52-/admin,9[\"baz\"," + std::string(args) + "]")), "waits");
  ASSERT_NE(decoder.awaits_attachments(), nullptr);
  EXPECT_EQ(*decoder.awaits_attachments(), "/admin");
  EXPECT_EQ(describe(decoder.binary("one")), "waits");
  EXPECT_EQ(describe(decoder.binary("two")),
            "5 /admin #9 baz [" + std::string(args) + "] <one> <two>");
  EXPECT_EQ(decoder.awaits_attachments(), nullptr);
  EXPECT_EQ(describe(decoder.text("61-4[{\"_placeholder\":true,\"num\":0}]")), "waits");
  EXPECT_EQ(describe(decoder.binary("")), "6 / #4 [{\"_placeholder\":true,\"num\":0}] <>");
  EXPECT_EQ(describe(decoder.text("50-[\"none\"]")), "5 / none []");
}

TEST(SocketioDecoder, KeepsAttachedPacketsOffTheCallersMemory) {
  Decoder decoder(kLimits);
  {
    unsigned char buffer[1024];
    boost::json::monotonic_resource memory(buffer, sizeof buffer);
    ASSERT_TRUE(decoder.text("51-[\"e\",\"a string too long to be stored in place\"]", &memory));
    std::ranges::fill(buffer, 0xFF);
  }
  EXPECT_EQ(describe(decoder.binary("x")),
            "5 / e [\"a string too long to be stored in place\"] <x>");
}

TEST(SocketioDecoder, TreatsAPlaceholderInAPlainEventAsData) {
  EXPECT_EQ(decode("2[\"e\",{\"_placeholder\":true,\"num\":5}]"),
            "2 / e [{\"_placeholder\":true,\"num\":5}]");
}

TEST(SocketioDecoder, RefusesMalformedPackets) {
  EXPECT_EQ(decode(""), "error: empty packet");
  EXPECT_EQ(decode("7"), "error: unknown packet type");
  EXPECT_EQ(decode("abc"), "error: unknown packet type");
  EXPECT_EQ(decode("2"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("2[]"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("2{}"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("2[{}]"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("2[null]"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("2abc[\"e\"]"), "error: malformed JSON");
  EXPECT_EQ(decode("2[\"e\""), "error: malformed JSON");
  EXPECT_EQ(decode("2[\"e\"]x"), "error: malformed JSON");
  EXPECT_EQ(decode("2[\"connect\"]"), "error: reserved event name");
  EXPECT_EQ(decode("2[\"disconnecting\",1]"), "error: reserved event name");
  EXPECT_EQ(decode("2999999999999999999999[\"e\"]"), "error: bad acknowledgement id");
  EXPECT_EQ(decode("3[]"), "error: bad acknowledgement id");
  EXPECT_EQ(decode("31"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("31{}"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("0[]"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("05"), "error: bad acknowledgement id");
  EXPECT_EQ(decode("1{}"), "error: payload does not fit the packet type");
  EXPECT_EQ(decode("4"), "error: payload does not fit the packet type");
}

TEST(SocketioDecoder, RefusesMalformedAttachments) {
  EXPECT_EQ(decode("5[\"e\"]"), "error: bad attachment count");
  EXPECT_EQ(decode("5-[\"e\"]"), "error: bad attachment count");
  EXPECT_EQ(decode("51[\"e\"]"), "error: bad attachment count");
  EXPECT_EQ(decode("511-[\"e\"]"), "error: too many attachments");
  EXPECT_EQ(decode("599999999999-[\"e\"]"), "error: too many attachments");
  for (const char* index : {"1", "-1", "1.5", "\"0\"", "null"}) {
    EXPECT_EQ(decode("51-[\"e\",{\"_placeholder\":true,\"num\":" + std::string(index) + "}]"),
              "error: placeholder without attachment");
  }
  EXPECT_EQ(decode("51-[\"e\",{\"_placeholder\":true}]"), "error: placeholder without attachment");
  Decoder decoder(kLimits);
  EXPECT_EQ(describe(decoder.binary("x")), "error: unexpected binary message");
  EXPECT_EQ(describe(decoder.text("51-[\"e\"]")), "waits");
  EXPECT_EQ(describe(decoder.text("2[\"e\"]")), "error: text while attachments are awaited");
}

TEST(SocketioDecoder, HoldsToItsLimits) {
  const Limits limits{.max_attachments = 1, .max_depth = 2, .max_namespace = 4, .max_packet = 30};
  const auto limited = [&limits](std::string_view message) {
    Decoder decoder(limits);
    return describe(decoder.text(message));
  };
  EXPECT_EQ(limited("52-[\"e\"]"), "error: too many attachments");
  EXPECT_EQ(limited("2[\"e\",[1]]"), "2 / e [[1]]");
  EXPECT_EQ(limited("0/abc,"), "0 /abc null");
  EXPECT_EQ(limited("0/abcd,"), "error: bad namespace");
  EXPECT_EQ(limited("2[\"e\",\"" + std::string(30, 'x') + "\"]"), "error: packet too large");
  Decoder decoder(limits);
  EXPECT_EQ(describe(decoder.text("51-[\"e\"]")), "waits");
  EXPECT_EQ(describe(decoder.binary(std::string(30, 'x'))), "error: packet too large");
}

// A lost connection would end what has nothing to do with this packet.
TEST(SocketioDecoder, SkipsWhatNestsTooDeep) {
  const Limits limits{.max_depth = 2};
  const auto skipped = [&limits](std::string_view message) {
    Decoder decoder(limits);
    auto result = decoder.text(message);
    while (result && !*result) result = decoder.binary("x");
    const bool is_skipped = result && (*result)->is_too_deep;
    return describe(result) + (is_skipped ? " skipped" : "");
  };
  EXPECT_EQ(skipped("2[\"e\",[1]]"), "2 / e [[1]]");
  EXPECT_EQ(skipped("2/admin,7[\"e\",[[1]]]"), "2 /admin #7  null skipped");
  EXPECT_EQ(skipped("2[\"e\",{\"a\":{"), "2 /  null skipped") << "the rest is not looked at";
  EXPECT_EQ(skipped("52-7[\"e\",[[1]]]"), "5 / #7  null <x> <x> skipped");
  EXPECT_EQ(skipped("37[[[1]]]"), "3 / #7 null skipped");
  EXPECT_EQ(skipped("0{\"a\":{\"b\":{}}}"), "0 / null skipped");
  EXPECT_EQ(skipped("3[[[1]]]"), "error: malformed JSON");
  EXPECT_EQ(skipped("4[[[1]]]"), "error: malformed JSON");
}

TEST(SocketioDecoder, TakesAllThatTheGrammarAllows) {
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  EXPECT_EQ(decode("2[\"e\"," + deep + "]"), "2 / e [" + deep + "]");
  EXPECT_EQ(decode("2[\"e\",\"\\ud83d\",1e999]"), "2 / e [\"\xEF\xBF\xBD\",null]");
  EXPECT_EQ(decode("2[\"e\",{\"__proto__\":1,\"a\":1,\"a\":2}]"),
            "2 / e [{\"__proto__\":1,\"a\":2}]");
  EXPECT_EQ(decode("0{\"token\":\"\\udc00\"}"), "0 / {\"token\":\"\xEF\xBF\xBD\"}");
  Decoder decoder(kLimits);
  EXPECT_EQ((*decoder.text("2[\"pilot:location\\u0000x\"]"))->event.size(), 16U)
      << "a name goes on behind U+0000";
}

TEST(SocketioDecoder, ReadsAPositionExactly) {
  Decoder decoder(kLimits);
  unsigned char buffer[2048];
  boost::json::monotonic_resource memory(buffer, sizeof buffer);
  const auto result = decoder.text(
      "2[\"pilot:location\",{\"lat\":12.971598765432109,\"lng\":77.59456612345678}]", &memory);
  ASSERT_TRUE(result && *result);
  EXPECT_EQ((*result)->event, "pilot:location");
  const auto& position = (*result)->data.get_array()[0].get_object();
  EXPECT_EQ(position.at("lat").get_double(), 12.971598765432109);
  EXPECT_EQ(position.at("lng").get_double(), 77.59456612345678);
}

}  // namespace
}  // namespace waycast::socketio
