#include "protocol/websocket/frame_decoder.h"

#include <gtest/gtest.h>

#include <vector>

namespace waycast::websocket {
namespace {

using Kind = Decoded::Kind;

struct Event {
  Kind kind;
  std::string payload;
  std::uint16_t code = 0;

  friend bool operator==(const Event&, const Event&) = default;
};
using Events = std::vector<Event>;

void PrintTo(const Event& event, std::ostream* out) {
  *out << static_cast<int>(event.kind) << "/" << event.code << "/" << event.payload.substr(0, 80);
}

constexpr std::array<std::uint8_t, 4> kMask{0x12, 0xAB, 0x7F, 0xF0};
constexpr std::size_t kMaxMessage = 100'000;

std::string masked(Opcode opcode, std::string_view payload) {
  return encode_masked_frame(opcode, payload, kMask);
}

std::string fragment(Opcode opcode, std::string_view payload) {
  std::string frame = masked(opcode, payload);
  frame[0] = static_cast<char>(frame[0] & 0x7F);
  return frame;
}

void drain(FrameDecoder& decoder, std::string bytes, Events& events) {
  std::span<char> input(bytes);
  for (;;) {
    const Decoded decoded = decoder.next(input);
    if (decoded.kind == Kind::kNeedMore) break;
    // The words of an error are for people.
    const bool error = decoded.kind == Kind::kError;
    events.push_back({decoded.kind, error ? "" : std::string(decoded.payload), decoded.close_code});
  }
  EXPECT_TRUE(input.empty());
}

Events decode(const std::string& bytes, std::size_t chunk) {
  FrameDecoder decoder(kMaxMessage);
  Events events;
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    drain(decoder, bytes.substr(at, chunk), events);
  }
  return events;
}

// The same whatever the reads: at once, split in two at every byte, and byte by byte.
void expect(const std::string& bytes, const Events& wanted) {
  EXPECT_EQ(decode(bytes, bytes.size()), wanted);
  EXPECT_EQ(decode(bytes, 1), wanted);
  EXPECT_EQ(decode(bytes, 7), wanted);
  for (std::size_t at = 1; at < bytes.size() && bytes.size() < 2000; ++at) {
    FrameDecoder decoder(kMaxMessage);
    Events events;
    drain(decoder, bytes.substr(0, at), events);
    drain(decoder, bytes.substr(at), events);
    ASSERT_EQ(events, wanted) << "split at " << at;
  }
}

void expect_error(const std::string& bytes, std::uint16_t code) {
  expect(bytes + masked(Opcode::kText, "never seen"), {{Kind::kError, "", code}});
}

TEST(FrameDecoder, YieldsMessagesInOrder) {
  expect(masked(Opcode::kText, "hello") + masked(Opcode::kBinary, std::string("\0\xFF", 2)) +
             masked(Opcode::kText, "") + masked(Opcode::kText, "h\xC3\xA9"),
         {{Kind::kText, "hello"},
          {Kind::kBinary, std::string("\0\xFF", 2)},
          {Kind::kText, ""},
          {Kind::kText, "h\xC3\xA9"}});
}

TEST(FrameDecoder, ReadsEveryLengthForm) {
  for (const std::size_t size : {1, 7, 8, 125, 126, 127, 1000, 65535, 65536, 100'000}) {
    const std::string payload(size, 'x');
    expect(masked(Opcode::kText, payload), {{Kind::kText, payload}});
  }
}

TEST(FrameDecoder, JoinsFragmentsAroundControlFrames) {
  expect(fragment(Opcode::kText, "a\xE2") + masked(Opcode::kPing, "p") +
             fragment(Opcode::kContinuation, "\x82") + masked(Opcode::kPong, "") +
             fragment(Opcode::kContinuation, "") + masked(Opcode::kContinuation, "\xAC") +
             masked(Opcode::kBinary, "b"),
         {{Kind::kPing, "p"},
          {Kind::kPong, ""},
          {Kind::kText, "a\xE2\x82\xAC"},
          {Kind::kBinary, "b"}});
}

TEST(FrameDecoder, ReadsCloseFrames) {
  expect(masked(Opcode::kClose, "") + masked(Opcode::kText, "late"),
         {{Kind::kClose, "", kCloseNoStatus}});
  expect(masked(Opcode::kClose, "\x03\xE8 bye"), {{Kind::kClose, " bye", 1000}});
  expect(fragment(Opcode::kText, "a") + masked(Opcode::kClose, "\x0B\xB8"),
         {{Kind::kClose, "", 3000}});
}

TEST(FrameDecoder, RefusesInvalidCloseFrames) {
  expect_error(masked(Opcode::kClose, "\x03"), kCloseProtocolError);
  expect_error(masked(Opcode::kClose, "\x03\xE8\xFF"), kCloseInvalidText);
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
    const std::string body{static_cast<char>(code >> 8), static_cast<char>(code)};
    expect_error(masked(Opcode::kClose, body), kCloseProtocolError);
  }
}

TEST(FrameDecoder, RefusesBrokenFraming) {
  const std::string text = masked(Opcode::kText, "x");
  for (const int bit : {0x40, 0x20, 0x10}) {
    std::string reserved = text;
    reserved[0] = static_cast<char>(reserved[0] | bit);
    expect_error(reserved, kCloseProtocolError);
  }
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    expect_error(masked(static_cast<Opcode>(opcode), "x"), kCloseProtocolError);
  }
  expect_error(encode_frame(Opcode::kText, "unmasked"), kCloseProtocolError);
  expect_error(fragment(Opcode::kPing, "x"), kCloseProtocolError);
  expect_error(masked(Opcode::kPing, std::string(126, 'x')), kCloseProtocolError);
  expect_error(masked(Opcode::kContinuation, "x"), kCloseProtocolError);
  expect(fragment(Opcode::kText, "a") + masked(Opcode::kText, "b"),
         {{Kind::kError, "", kCloseProtocolError}});
}

TEST(FrameDecoder, RefusesLengthsInALongerFormThanNeeded) {
  expect_error(std::string("\x81\xFE\x00\x01\0\0\0\0x", 9), kCloseProtocolError);
  expect_error(std::string("\x81\xFF\0\0\0\0\0\0\xFF\xFF\0\0\0\0", 14), kCloseProtocolError);
}

TEST(FrameDecoder, RefusesTextThatIsNotUtf8) {
  expect_error(masked(Opcode::kText, "a\xC0\x80"), kCloseInvalidText);
  expect_error(masked(Opcode::kText, "cut \xE2\x82"), kCloseInvalidText);
  expect_error(fragment(Opcode::kText, "\xE2\x82") + masked(Opcode::kContinuation, "x"),
               kCloseInvalidText);
  expect(masked(Opcode::kBinary, "\xC0\x80"), {{Kind::kBinary, "\xC0\x80"}});
}

TEST(FrameDecoder, RefusesBadTextBeforeItsFrameIsComplete) {
  const std::string frame = masked(Opcode::kText, "\xFF" + std::string(50, 'x'));
  FrameDecoder decoder(kMaxMessage);
  Events events;
  drain(decoder, frame.substr(0, 10), events);
  EXPECT_EQ(events, (Events{{Kind::kError, "", kCloseInvalidText}}));
}

TEST(FrameDecoder, RefusesLongMessagesByTheirHeader) {
  const std::string frame = masked(Opcode::kBinary, std::string(kMaxMessage + 1, 'x'));
  FrameDecoder decoder(kMaxMessage);
  Events events;
  drain(decoder, frame.substr(0, kMaxHeader), events);
  EXPECT_EQ(events, (Events{{Kind::kError, "", kCloseTooBig}}));
  EXPECT_FALSE(decoder.holds_memory());

  const std::string half(60'000, 'x');
  EXPECT_EQ(decode(fragment(Opcode::kText, half) + masked(Opcode::kContinuation, half), 5000),
            (Events{{Kind::kError, "", kCloseTooBig}}));
  expect_error(std::string("\x82\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0", 14), kCloseTooBig);
}

TEST(FrameDecoder, GivesWholeMessagesAsViewsOfTheInput) {
  std::string bytes = masked(Opcode::kText, "hello") + masked(Opcode::kText, "world");
  FrameDecoder decoder(kMaxMessage);
  std::span<char> input(bytes);
  for (int i = 0; i < 2; ++i) {
    const Decoded decoded = decoder.next(input);
    EXPECT_GE(decoded.payload.data(), bytes.data());
    EXPECT_LT(decoded.payload.data(), bytes.data() + bytes.size());
    EXPECT_FALSE(decoder.holds_memory());
  }
}

TEST(FrameDecoder, HoldsNoMemoryBetweenMessages) {
  FrameDecoder decoder(kMaxMessage);
  Events events;
  const std::string frame = masked(Opcode::kText, "hello");
  drain(decoder, frame.substr(0, 3), events);
  EXPECT_TRUE(decoder.holds_memory());
  drain(decoder, frame.substr(3), events);
  EXPECT_FALSE(decoder.holds_memory());
  EXPECT_EQ(events.size(), 1U);
}

TEST(FrameDecoder, ReadsAServerAsAClient) {
  FrameDecoder decoder(kMaxMessage, Masking::kForbidden);
  Events events;
  drain(decoder, encode_frame(Opcode::kText, "hi") + encode_close(kCloseGoingAway, "bye"), events);
  EXPECT_EQ(events, (Events{{Kind::kText, "hi"}, {Kind::kClose, "bye", kCloseGoingAway}}));
  FrameDecoder strict(kMaxMessage, Masking::kForbidden);
  events.clear();
  drain(strict, masked(Opcode::kText, "hi"), events);
  EXPECT_EQ(events, (Events{{Kind::kError, "", kCloseProtocolError}}));
}

TEST(FrameDecoderTest, AMessageMayNotComeInEndlessEmptyFrames) {
  const std::string empty = fragment(Opcode::kContinuation, "");
  FrameDecoder decoder(kMaxMessage);
  Events events;
  drain(decoder, fragment(Opcode::kText, "x"), events);
  for (int i = 0; i < 1'024; ++i) drain(decoder, empty, events);
  EXPECT_TRUE(events.empty());
  drain(decoder, empty, events);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].code, kClosePolicy);
  FrameDecoder patient(kMaxMessage);
  events.clear();
  drain(patient, fragment(Opcode::kText, ""), events);
  for (int i = 0; i < 5'000; ++i) {
    drain(patient, fragment(Opcode::kContinuation, "0123456789abcdef"), events);
  }
  EXPECT_EQ(patient.held(), 80'000U);
  drain(patient, masked(Opcode::kContinuation, ""), events);
  ASSERT_EQ(events.size(), 1U) << "small pieces are a client's right";
  EXPECT_EQ(events[0].payload.size(), 80'000U);
}

}  // namespace
}  // namespace waycast::websocket
