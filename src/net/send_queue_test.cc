#include "net/send_queue.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace waycast::net {
namespace {

using Push = SendQueue::Push;
constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);

engineio::PacketRef raw(std::string bytes) {
  return std::make_shared<const engineio::EncodedPacket>(std::move(bytes), std::uint8_t{0}, false);
}

// What the queue would write, of which `accepted` bytes are written.
std::string write(SendQueue& queue, std::size_t accepted = kNoLimit) {
  std::array<iovec, 64> parts;
  const std::size_t count = queue.gather(parts);
  std::string text;
  for (const iovec& part : std::span(parts).first(count)) {
    text.append(static_cast<const char*>(part.iov_base), part.iov_len);
  }
  text.resize(std::min(accepted, text.size()));
  queue.written(text.size());
  return text;
}

TEST(SendQueueTest, GathersAllThatIsQueuedInOrder) {
  SendQueue queue;
  EXPECT_EQ(write(queue), "");
  for (const char* text : {"one ", "two ", "three"}) queue.push(raw(text), {}, kNoLimit);
  EXPECT_EQ(queue.bytes(), 13u + 3 * engineio::Outbox::kOverhead);
  EXPECT_EQ(write(queue), "one two three");
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.bytes(), 0u);
}

TEST(SendQueueTest, GoesOnWhereTheKernelStopped) {
  for (std::size_t step = 1; step < 13; ++step) {
    SendQueue queue;
    for (const char* text : {"one ", "two ", "three"}) queue.push(raw(text), {}, kNoLimit);
    std::string all;
    while (!queue.empty()) all += write(queue, step);
    EXPECT_EQ(all, "one two three") << step;
    EXPECT_FALSE(queue.is_stalled());
  }
}

TEST(SendQueueTest, NothingAcceptedIsAStall) {
  SendQueue queue;
  queue.push(raw("only"), {}, kNoLimit);
  write(queue, 0);
  EXPECT_TRUE(queue.is_stalled());
  EXPECT_EQ(queue.bytes(), 4u);
  EXPECT_EQ(write(queue), "only");
}

TEST(SendQueueTest, TheNewestOfAKeyReplacesTheQueuedOne) {
  SendQueue queue;
  EXPECT_EQ(queue.push(raw("old"), {.conflation_key = 1}, kNoLimit), Push::kQueued);
  EXPECT_EQ(queue.push(raw("new"), {.conflation_key = 1}, kNoLimit), Push::kReplaced);
  EXPECT_EQ(queue.push(raw(" b"), {.conflation_key = 2}, kNoLimit), Push::kQueued);
  EXPECT_EQ(queue.push(raw("newest"), {.conflation_key = 1}, kNoLimit), Push::kReplaced);
  EXPECT_EQ(write(queue), "newest b");
}

TEST(SendQueueTest, WhatIsBeingWrittenIsNotReplaced) {
  SendQueue queue;
  queue.push(raw("abc"), {.conflation_key = 1}, kNoLimit);
  EXPECT_EQ(write(queue, 1), "a");
  EXPECT_EQ(queue.push(raw("ABC"), {.conflation_key = 1}, kNoLimit), Push::kQueued);
  EXPECT_EQ(queue.push(raw("Abc"), {.conflation_key = 1}, kNoLimit), Push::kReplaced);
  EXPECT_EQ(write(queue), "bc");
  EXPECT_EQ(write(queue), "Abc");
}

TEST(SendQueueTest, AVolatilePacketIsDroppedOnlyWhileStalled) {
  SendQueue queue;
  EXPECT_EQ(queue.push(raw("a"), {.is_volatile = true}, kNoLimit), Push::kQueued);
  EXPECT_EQ(queue.push(raw("b"), {.is_volatile = true}, kNoLimit), Push::kQueued);
  write(queue, 1);
  EXPECT_EQ(queue.push(raw("c"), {.is_volatile = true}, kNoLimit), Push::kDropped);
  EXPECT_EQ(write(queue), "b");
}

TEST(SendQueueTest, TheLimitCountsWhatTheKernelDidNotTake) {
  SendQueue queue;
  EXPECT_EQ(queue.push(raw("a"), {}, 10), Push::kQueued);
  EXPECT_EQ(queue.push(raw("12345678"), {}, 10), Push::kQueued);
  EXPECT_EQ(write(queue, 1), "a");
  EXPECT_EQ(queue.push(raw("bc"), {}, 10), Push::kQueued) << "8 bytes are stalled";
  EXPECT_EQ(queue.push(raw("d"), {}, 10), Push::kOverflow);
  EXPECT_EQ(write(queue), "12345678");
  EXPECT_EQ(write(queue), "bc");
  EXPECT_TRUE(queue.empty());
}

// While a message over the limit takes its time, others of the limit's size may follow it.
TEST(SendQueueTest, TheFirstMessageMayHaveAnySizeAndTakeItsTime) {
  for (const bool has_attachment : {false, true}) {
    SendQueue queue;
    EXPECT_EQ(queue.push(raw("a packet over the limit "), {}, 10), Push::kQueued);
    if (has_attachment) {
      EXPECT_EQ(queue.push(raw("with an attachment "), {.continues = true}, 10), Push::kQueued);
    }
    write(queue, 5);
    EXPECT_EQ(queue.push(raw("next "), {}, 10), Push::kQueued);
    EXPECT_EQ(queue.push(raw("x"), {}, 10), Push::kOverflow) << "a packet counts for 64 bytes more";
    while (!queue.empty()) write(queue, 7);
    EXPECT_EQ(queue.push(raw("another one over the limit"), {}, 10), Push::kQueued);
  }
}

TEST(SendQueueTest, AHeaderAndItsAttachmentsMayWaitTogether) {
  SendQueue queue;
  EXPECT_EQ(queue.push(raw("a long header "), {}, 10), Push::kQueued);
  EXPECT_EQ(queue.push(raw("a long attachment "), {.continues = true}, 10), Push::kQueued);
  EXPECT_EQ(queue.push(raw("another "), {.continues = true}, 10), Push::kQueued);
  EXPECT_EQ(queue.push(raw("second"), {}, 10), Push::kQueued);
  EXPECT_EQ(queue.push(raw("third"), {}, 10), Push::kOverflow);
  EXPECT_EQ(write(queue), "a long header a long attachment another second");
}

TEST(SendQueueTest, TakesOverWhatWaitedElsewhere) {
  engineio::Outbox earlier;
  earlier.push(raw("much that waited "), {}, true, 10);
  earlier.push(raw("old"), {.conflation_key = 1}, true, 10);
  SendQueue queue;
  queue.push(raw("first "), {}, 10);
  queue.append(std::move(earlier));
  EXPECT_EQ(queue.push(raw("new"), {.conflation_key = 1}, 10), Push::kReplaced);
  EXPECT_EQ(write(queue), "first much that waited new");
  EXPECT_TRUE(queue.empty());
}

TEST(SendQueueTest, DiscardingKeepsAnUnfinishedFrameWhole) {
  SendQueue queue;
  for (const char* text : {"first", "second", "third"}) queue.push(raw(text), {}, kNoLimit);
  write(queue, 7);
  queue.push(raw("fourth"), {}, kNoLimit);
  queue.discard_unstarted();
  queue.push(raw(" close"), {}, kNoLimit);
  std::string rest = write(queue);
  rest += write(queue);
  EXPECT_EQ(rest, "cond close");
  queue.push(raw("unsent"), {}, kNoLimit);
  queue.discard_unstarted();
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace waycast::net
