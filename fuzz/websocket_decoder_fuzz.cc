// A stream of frames decodes to the same messages however it is split into reads.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "protocol/websocket/frame_decoder.h"
#include "protocol/websocket/utf8.h"

namespace {

using waycast::websocket::Decoded;
using waycast::websocket::FrameDecoder;

constexpr std::size_t kMaxMessage = 1'000;

void decode(FrameDecoder& decoder, std::string bytes, std::string& seen) {
  std::span<char> input(bytes);
  for (;;) {
    const Decoded decoded = decoder.next(input);
    if (decoded.kind == Decoded::Kind::kNeedMore) break;
    const bool error = decoded.kind == Decoded::Kind::kError;
    if (decoded.payload.size() > kMaxMessage) std::abort();
    if (decoded.kind == Decoded::Kind::kText && !waycast::websocket::is_utf8(decoded.payload)) {
      std::abort();
    }
    seen += static_cast<char>(decoded.kind);
    seen += std::to_string(decoded.close_code);
    if (!error) seen += decoded.payload;
  }
  if (!input.empty()) std::abort();
}

// What is certain whatever the split: bad text may be noticed before a later fault of the same
// frame.
std::string decode_in_steps(const std::string& bytes, std::size_t step) {
  FrameDecoder decoder(kMaxMessage);
  std::string seen;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    decode(decoder, bytes.substr(at, step), seen);
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string one_by_one = decode_in_steps(bytes, 1);
  if (decode_in_steps(bytes, 1 + data[0]) != one_by_one) std::abort();
  const std::string at_once = decode_in_steps(bytes, std::max<std::size_t>(1, bytes.size()));
  if (at_once != one_by_one) std::abort();
  return 0;
}
