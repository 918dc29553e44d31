// Turns the bytes of one WebSocket connection into messages (RFC 6455 5 to 8), without a socket.
//
// The caller reads into a buffer that it shares among connections and hands over what came:
//
//   std::span<char> input = ...;
//   for (;;) {
//     const Decoded decoded = decoder.next(input);
//     if (decoded.kind == Decoded::Kind::kNeedMore) break;
//     ...
//   }
//
// A frame that lies whole in the input is unmasked where it is and returned as a view: no copy, no
// allocation. Only a message's unfinished part is kept, and given back as soon as it is finished:
// an idle decoder holds no heap memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "protocol/websocket/frame.h"

namespace waycast::websocket {

struct FrameHeader;

struct Decoded {
  enum class Kind : std::uint8_t {
    kNeedMore,  // the input is used up
    kText,      // a whole message, valid UTF-8
    kBinary,
    kPing,   // to be answered with a pong of the same payload
    kPong,   // may be ignored
    kClose,  // close_code as sent (kCloseNoStatus if none), payload is the reason; nothing follows
    kError,  // close_code to answer with, payload says why in English; nothing follows
  };
  Kind kind = Kind::kNeedMore;
  std::uint16_t close_code = 0;
  std::string_view payload;  // until the next next(), or until the input's memory changes
};

enum class Masking : std::uint8_t {
  kRequired,   // a server reading a client
  kForbidden,  // a client reading a server
};

// Not thread-safe. Movable.
class FrameDecoder {
 public:
  // A longer message is an error with code 1009, reported before its bytes arrive. `max_message` is
  // below 4 GiB. A message in far more frames than its bytes need is an error with code 1008.
  explicit FrameDecoder(std::size_t max_message, Masking masking = Masking::kRequired);
  ~FrameDecoder();
  FrameDecoder(FrameDecoder&&) noexcept;
  FrameDecoder& operator=(FrameDecoder&&) noexcept;

  // Decodes the next message or control frame, and moves the front of `input` past what it used.
  // After kClose or kError everything is swallowed.
  Decoded next(std::span<char>& input);

  // Gives back what it holds and swallows everything from now on.
  void abandon();
  // False between messages.
  bool holds_memory() const { return partial_ != nullptr; }
  // Bytes of the message that is not whole yet.
  std::size_t held() const;

 private:
  struct Partial;

  Decoded next_whole(std::span<char>& input, const FrameHeader& header);
  Decoded next_partial(std::span<char>& input);
  bool read_header(std::span<char>& input);
  bool consume_payload(std::span<char>& input);
  Decoded finish_frame();
  Decoded finish_control(Opcode opcode, std::string_view payload);
  Decoded check(const FrameHeader& header);
  Decoded refuse(std::uint16_t code, std::string_view why);
  void release_finished();

  std::unique_ptr<Partial> partial_;
  std::uint32_t max_message_;
  Masking masking_;
  bool ended_ = false;
};

}  // namespace waycast::websocket
