#include "protocol/websocket/frame_decoder.h"

#include <algorithm>
#include <array>
#include <string>

#include "protocol/websocket/frame_header.h"
#include "protocol/websocket/utf8.h"

namespace waycast::websocket {
namespace {

// So many frames, or one for so many bytes, are enough for any message: without an end to them,
// empty ones cost time for ever.
constexpr std::size_t kFreeFrames = 1'024;
constexpr std::size_t kBytesAFrame = 16;

std::string_view view(std::span<const char> bytes) { return {bytes.data(), bytes.size()}; }

Decoded::Kind message_kind(Opcode opcode) {
  return opcode == Opcode::kText ? Decoded::Kind::kText : Decoded::Kind::kBinary;
}

std::uint16_t close_code_of(std::string_view body) {
  return static_cast<std::uint16_t>(static_cast<std::uint8_t>(body[0]) << 8 |
                                    static_cast<std::uint8_t>(body[1]));
}

}  // namespace

// A frame that did not come whole, or a message in several frames.
struct FrameDecoder::Partial {
  std::array<char, kMaxHeader> head;
  std::size_t head_size = 0;
  bool in_frame = false;  // the header is read
  FrameHeader header;
  std::uint64_t received = 0;  // bytes of the frame's payload

  bool message_open = false;  // a data frame began, the final one has not ended
  std::size_t frames = 0;     // of the message
  Opcode opcode = Opcode::kText;
  std::string message;
  Utf8Validator text;
  std::array<char, kMaxControlPayload> control;
  bool delivered = false;  // a view of this was given out
};

FrameDecoder::FrameDecoder(std::size_t max_message, Masking masking)
    : max_message_(static_cast<std::uint32_t>(max_message)), masking_(masking) {}
FrameDecoder::~FrameDecoder() = default;
FrameDecoder::FrameDecoder(FrameDecoder&&) noexcept = default;
FrameDecoder& FrameDecoder::operator=(FrameDecoder&&) noexcept = default;

void FrameDecoder::abandon() {
  ended_ = true;
  partial_.reset();
}

std::size_t FrameDecoder::held() const { return partial_ ? partial_->message.size() : 0; }

Decoded FrameDecoder::next(std::span<char>& input) {
  if (ended_) {
    partial_.reset();
    input = {};
    return {};
  }
  release_finished();
  if (input.empty()) return {};
  if (!partial_) {
    const auto header = parse_header(view(input));
    if (header && header->final && header->payload <= input.size() - header->size) {
      return next_whole(input, *header);
    }
    partial_ = std::make_unique<Partial>();
  }
  return next_partial(input);
}

void FrameDecoder::release_finished() {
  if (!partial_ || !partial_->delivered) return;
  partial_->delivered = false;
  if (!partial_->message_open) partial_.reset();
}

Decoded FrameDecoder::next_whole(std::span<char>& input, const FrameHeader& header) {
  if (const Decoded fault = check(header); fault.kind == Decoded::Kind::kError) return fault;
  const auto payload = input.subspan(header.size, header.payload);
  input = input.subspan(header.size + header.payload);
  if (header.masked) apply_mask(payload, header.mask);
  if (header.is_control()) return finish_control(header.opcode, view(payload));
  if (header.opcode == Opcode::kText && !is_utf8(view(payload))) {
    return refuse(kCloseInvalidText, "text is not UTF-8");
  }
  return {message_kind(header.opcode), 0, view(payload)};
}

Decoded FrameDecoder::next_partial(std::span<char>& input) {
  for (;;) {
    if (!partial_->in_frame) {
      if (!read_header(input)) return {};
      const Decoded fault = check(partial_->header);
      if (fault.kind == Decoded::Kind::kError) return fault;
    }
    if (!consume_payload(input)) return refuse(kCloseInvalidText, "text is not UTF-8");
    if (partial_->received < partial_->header.payload) return {};
    const Decoded decoded = finish_frame();
    if (decoded.kind != Decoded::Kind::kNeedMore) return decoded;
  }
}

// True when the header is complete; takes not one byte beyond it.
bool FrameDecoder::read_header(std::span<char>& input) {
  Partial& partial = *partial_;
  while (!input.empty()) {
    partial.head[partial.head_size++] = input.front();
    input = input.subspan(1);
    if (const auto header = parse_header({partial.head.data(), partial.head_size})) {
      partial.header = *header;
      partial.head_size = 0;
      partial.received = 0;
      partial.in_frame = true;
      return true;
    }
  }
  return false;
}

// What the header says against the state of the message; opens the message if it is its first
// frame.
Decoded FrameDecoder::check(const FrameHeader& header) {
  if (const char* fault = frame_fault(header)) return refuse(kCloseProtocolError, fault);
  if (header.masked != (masking_ == Masking::kRequired)) {
    return refuse(kCloseProtocolError, header.masked ? "masked frame" : "unmasked frame");
  }
  if (header.is_control()) return {};
  const bool open = partial_ && partial_->message_open;
  if (open != (header.opcode == Opcode::kContinuation)) {
    return refuse(kCloseProtocolError, open ? "message inside a message" : "nothing to continue");
  }
  const std::size_t held = open ? partial_->message.size() : 0;
  if (header.payload > max_message_ - held) return refuse(kCloseTooBig, "message too big");
  if (open && ++partial_->frames > kFreeFrames + held / kBytesAFrame) {
    return refuse(kClosePolicy, "message in too many frames");
  }
  if (partial_ && !open) {
    partial_->message_open = true;
    partial_->frames = 0;
    partial_->opcode = header.opcode;
  }
  return {};
}

// False if the text has become invalid.
bool FrameDecoder::consume_payload(std::span<char>& input) {
  Partial& partial = *partial_;
  const auto size = static_cast<std::size_t>(
      std::min<std::uint64_t>(input.size(), partial.header.payload - partial.received));
  const auto chunk = input.first(size);
  input = input.subspan(size);
  if (partial.header.masked) apply_mask(chunk, partial.header.mask, partial.received % 4);
  const auto at = static_cast<std::ptrdiff_t>(partial.received);
  partial.received += size;
  if (partial.header.is_control()) {
    std::ranges::copy(chunk, partial.control.begin() + at);
    return true;
  }
  partial.message.append(chunk.data(), chunk.size());
  return partial.opcode != Opcode::kText || partial.text.add(view(chunk));
}

Decoded FrameDecoder::finish_frame() {
  Partial& partial = *partial_;
  partial.in_frame = false;
  if (partial.header.is_control()) {
    partial.delivered = true;
    return finish_control(partial.header.opcode,
                          {partial.control.data(), static_cast<std::size_t>(partial.received)});
  }
  if (!partial.header.final) return {};
  if (partial.opcode == Opcode::kText && !partial.text.complete()) {
    return refuse(kCloseInvalidText, "text is not UTF-8");
  }
  partial.message_open = false;
  partial.delivered = true;
  return {message_kind(partial.opcode), 0, partial.message};
}

Decoded FrameDecoder::finish_control(Opcode opcode, std::string_view payload) {
  if (opcode == Opcode::kPing) return {Decoded::Kind::kPing, 0, payload};
  if (opcode == Opcode::kPong) return {Decoded::Kind::kPong, 0, payload};
  if (payload.size() == 1) return refuse(kCloseProtocolError, "close code of one byte");
  const std::uint16_t code = payload.empty() ? kCloseNoStatus : close_code_of(payload);
  if (!payload.empty() && !is_valid_close_code(code)) {
    return refuse(kCloseProtocolError, "invalid close code");
  }
  const std::string_view reason = payload.substr(std::min<std::size_t>(2, payload.size()));
  if (!is_utf8(reason)) return refuse(kCloseInvalidText, "close reason is not UTF-8");
  ended_ = true;
  return {Decoded::Kind::kClose, code, reason};
}

Decoded FrameDecoder::refuse(std::uint16_t code, std::string_view why) {
  ended_ = true;
  partial_.reset();
  return {Decoded::Kind::kError, code, why};
}

}  // namespace waycast::websocket
