#include "protocol/engineio/packet.h"

#include <gtest/gtest.h>

#include <set>

#include "protocol/engineio/sid.h"

namespace waycast::engineio {
namespace {

TEST(EncodedPacket, IsAFrameAndItsPayload) {
  const auto text = EncodedPacket::text(PacketType::kPong, "probe");
  EXPECT_EQ(text->frame(),
            "\x81\x06"
            "3probe");
  EXPECT_EQ(text->payload(), "3probe");
  EXPECT_FALSE(text->is_binary());
  const auto binary = EncodedPacket::binary(std::string(300, 'x'));
  EXPECT_EQ(binary->frame().size(), 304U);
  EXPECT_EQ(binary->payload(), std::string(300, 'x'));
  EXPECT_TRUE(binary->is_binary());
}

TEST(EncodedPacket, JoinsParts) {
  const std::string_view args = "{\"lat\":1}";
  EXPECT_EQ(EncodedPacket::joined(PacketType::kMessage, {"2[\"e\",", args, "]"})->payload(),
            "42[\"e\",{\"lat\":1}]");
}

TEST(Sid, NamesItsShardAndIsNeverTheSame) {
  std::set<std::string> seen;
  for (const std::size_t shard : {0, 1, 63, 64, 4095}) {
    for (int i = 0; i < 100; ++i) {
      const std::string sid = new_sid(shard);
      EXPECT_EQ(sid.size(), kSidSize);
      EXPECT_EQ(shard_of(sid), shard);
      EXPECT_TRUE(seen.insert(sid).second);
    }
  }
}

TEST(Sid, RefusesOtherShapes) {
  EXPECT_FALSE(shard_of(""));
  EXPECT_FALSE(shard_of("AAshort"));
  EXPECT_FALSE(shard_of("AA!AAAAAAAAAAAAAAAAA"));
  EXPECT_FALSE(shard_of("AAAAAAAAAAAAAAAAAAAAA"));
}

}  // namespace
}  // namespace waycast::engineio
