#include "protocol/engineio/payload.h"

#include <gtest/gtest.h>

#include <vector>

#include "protocol/engineio/base64.h"

namespace waycast::engineio {
namespace {

using Packets = std::vector<std::pair<bool, std::string>>;

struct Read {
  Packets packets;
  bool malformed = false;
};

Read read(std::string_view body) {
  PayloadReader reader(body);
  Read result;
  while (reader.next()) {
    result.packets.emplace_back(reader.packet().binary, reader.packet().data);
  }
  result.malformed = reader.malformed();
  return result;
}

// The example of the protocol's document.
TEST(Payload, JoinsPackets) {
  const std::vector<PacketRef> packets{EncodedPacket::text(PacketType::kMessage, "hello"),
                                       EncodedPacket::text(PacketType::kPing, ""),
                                       EncodedPacket::binary("\x01\x02\x03\x04"),
                                       EncodedPacket::text(PacketType::kMessage, "w\xC3\xB6rld")};
  EXPECT_EQ(encode_payload(packets),
            "4hello\x1e"
            "2\x1e"
            "bAQIDBA==\x1e"
            "4w\xC3\xB6rld");
  EXPECT_EQ(encode_payload({}), "");
}

TEST(Payload, ReadsPackets) {
  const auto [packets, malformed] = read(
      "4hello\x1e"
      "2\x1e"
      "bAQIDBA==\x1e"
      "b\x1e"
      "4\xE2\x82\xAC");
  EXPECT_EQ(packets, (Packets{{false, "4hello"},
                              {false, "2"},
                              {true, "\x01\x02\x03\x04"},
                              {true, ""},
                              {false, "4\xE2\x82\xAC"}}));
  EXPECT_FALSE(malformed);
}

TEST(Payload, RefusesMalformedBodies) {
  for (const std::string_view body : {"", "\x1e", "4a\x1e",
                                      "\x1e"
                                      "4a",
                                      "4a\x1e\x1e"
                                      "4b",
                                      "b!!!!", "4\xC3", "bAQ=", "bA"}) {
    EXPECT_TRUE(read(body).malformed) << body;
  }
  EXPECT_EQ(read("4a\x1e"
                 "b*")
                .packets.size(),
            1U);
}

TEST(Base64, RoundTripsEveryLength) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    append_base64(text, bytes);
    EXPECT_EQ(text.size() % 4, 0U);
    EXPECT_EQ(decode_base64(text), bytes);
    EXPECT_EQ(decode_base64(text.substr(0, text.find('='))), bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64, RefusesWhatItIsNot) {
  for (const std::string_view text :
       {"A", "AA=", "A===", "====", "AAAAA", "AA==AA==", "A A=", "AA-_"}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

}  // namespace
}  // namespace waycast::engineio
