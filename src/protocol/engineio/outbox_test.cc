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
  EXPECT_EQ(outbox.bytes(), 8U + 2 * Outbox::kOverhead);
  EXPECT_EQ(contents(outbox), "4a 4b ");
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.bytes(), 0U);
}

TEST(Outbox, NewestOfAKeyTakesTheOldPlace) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet("x1"), {.conflation_key = 7}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("y1"), {.conflation_key = 8}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("z"), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("x2"), {.conflation_key = 7}, false, kLimit), Push::kReplaced);
  EXPECT_EQ(contents(outbox), "4x2 4y1 4z ");
}

TEST(Outbox, DropsVolatilePacketsOfAClientThatCannotTakeThem) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet("a"), {.is_volatile = true}, false, kLimit), Push::kDropped);
  EXPECT_EQ(outbox.push(packet("b"), {.is_volatile = true}, true, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("c"), {.is_volatile = true}, true, kLimit), Push::kQueued);
  EXPECT_EQ(contents(outbox), "4b 4c ");
}

TEST(Outbox, OverflowsByWhatMustNotBeLostOnly) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet(std::string(200, 'v')), {.conflation_key = 1}, false, kLimit),
            Push::kQueued);
  EXPECT_EQ(outbox.push(packet("first"), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet(std::string(90, 'a')), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("b"), {}, false, kLimit), Push::kOverflow);
  EXPECT_EQ(outbox.push(packet("newer"), {.conflation_key = 1}, false, kLimit), Push::kReplaced);
  EXPECT_EQ(outbox.take().size(), 3U);
}

// One rule: the limit is for what waits already, behind the first message.
TEST(Outbox, AMessageOfAnySizeMayWait) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet(std::string(1000, 'f')), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("small"), {}, false, kLimit), Push::kQueued) << "it takes its time";
  EXPECT_EQ(outbox.push(packet(std::string(1000, 'a')), {}, false, kLimit), Push::kQueued);
  EXPECT_EQ(outbox.push(packet("one too many"), {}, false, kLimit), Push::kOverflow);
  outbox.take();
  EXPECT_EQ(outbox.push(packet("next"), {}, false, kLimit), Push::kQueued);
}

TEST(Outbox, AHeaderAndItsAttachmentsAreOneMessage) {
  const auto attachment = EncodedPacket::binary(std::string(300, 'x'));
  Outbox outbox;
  for (int message = 0; message < 2; ++message) {
    EXPECT_EQ(outbox.push(packet(std::string(200, 'h')), {}, false, kLimit), Push::kQueued);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(outbox.push(attachment, {.continues = true}, false, kLimit), Push::kQueued);
    }
  }
  EXPECT_EQ(outbox.push(packet("next"), {}, false, kLimit), Push::kOverflow);
}

TEST(Outbox, CountsWhatWaitsAheadAndWhatAPacketCostsByItself) {
  Outbox outbox;
  EXPECT_EQ(outbox.push(packet("a"), {}, true, kLimit, {true, kLimit + 1}), Push::kOverflow);
  EXPECT_EQ(outbox.push(packet(""), {}, true, kLimit, {true, kLimit}), Push::kQueued);
  EXPECT_EQ(outbox.push(packet(""), {}, true, kLimit, {true, 0}), Push::kQueued);
  EXPECT_EQ(outbox.push(packet(""), {}, true, kLimit, {true, 0}), Push::kOverflow)
      << "empty packets take memory, too";
}

TEST(Outbox, WhatWasAcceptedMovesAsItIs) {
  Outbox earlier;
  earlier.push(packet(std::string(1000, 'a')), {}, true, kLimit);
  earlier.push(packet("old"), {.conflation_key = 7}, true, kLimit);
  Outbox outbox;
  outbox.push(packet("first"), {}, true, kLimit);
  outbox.append(std::move(earlier));
  EXPECT_EQ(outbox.push(packet("new"), {.conflation_key = 7}, true, kLimit), Push::kReplaced);
  EXPECT_EQ(outbox.push(packet(std::string(90, 'b')), {}, true, kLimit), Push::kQueued)
      << "the large one is still a first message";
  EXPECT_EQ(outbox.push(packet("over"), {}, true, kLimit), Push::kOverflow);
  EXPECT_EQ(contents(outbox),
            "4first 4" + std::string(1000, 'a') + " 4new 4" + std::string(90, 'b') + " ");
}

}  // namespace
}  // namespace waycast::engineio
