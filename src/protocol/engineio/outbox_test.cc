#include "protocol/engineio/outbox.h"

#include <gtest/gtest.h>

namespace waycast::engineio {
namespace {

using Push = Outbox::Push;
constexpr std::size_t kLimit = 100;

PacketRef packet(std::string_view data) { return EncodedPacket::text(PacketType::kMessage, data); }

std::string contents(Outbox& outbox) {
  std::string all;
  for (const PacketRef& each : outbox.take()) all += std::string(each->payload()) + " ";
  return all;
}

TEST(Outbox, KeepsOrder) {
  Outbox outbox;
  EXPECT_TRUE(outbox.empty());
  outbox.push(packet("a"), {}, false, kLimit);
  outbox.push(packet("b"), {}, true, kLimit);
  EXPECT_FALSE(outbox.empty());
  EXPECT_EQ(outbox.bytes(), 8U);
  EXPECT_EQ(contents(outbox), "4a 4b ");
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.bytes(), 0U);
}

TEST(Outbox, NewestOfAKeyTakesTheOldPlace) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet("x1"), {true, 7}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("y1"), {true, 8}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("z"), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("x2"), {true, 7}, false, kLimit), Push::kReplaced);
  EXPECT_EQ(contents(outbox), "4x2 4y1 4z ");
}

TEST(Outbox, DropsVolatilePacketsOfAClientThatCannotTakeThem) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet("a"), {true, 0}, false, kLimit), Push::kDropped);
  EXPECT_EQ(outbox.push(packet("b"), {true, 0}, true, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("c"), {true, 0}, true, kLimit), Push::kQueued);
  EXPECT_EQ(contents(outbox), "4b 4c ");
}

TEST(Outbox, OverflowsByWhatMustNotBeLostOnly) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet(std::string(200, 'v')), {true, 1}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet(std::string(90, 'a')), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet(std::string(90, 'b')), {}, false, kLimit), Push::kOverflow);
  EXPECT_EQ(outbox.push(packet("fits"), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.take().size(), 3U);
}

}  // namespace
}  // namespace waycast::engineio
