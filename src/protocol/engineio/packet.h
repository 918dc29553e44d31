// An Engine.IO packet encoded once for all its receivers (Engine.IO protocol v4, "Packet
// encoding").
//
// A packet is immutable and reference-counted: a broadcast queues one pointer per connection. It
// holds the whole unmasked WebSocket frame (RFC 6455 5.2), whose payload is also the long-polling
// form of a text packet.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace waycast::engineio {

enum class PacketType : char {
  kOpen = '0',
  kClose = '1',
  kPing = '2',
  kPong = '3',
  kMessage = '4',
  kUpgrade = '5',
  kNoop = '6',
};

// Thread-safe to share and read.
class EncodedPacket {
 public:
  // `text` is the packet's data without its type digit: "probe", or a Socket.IO packet
  // `2["event",...]`.
  static std::shared_ptr<const EncodedPacket> text(PacketType type, std::string_view data);
  // The same from data in several parts, joined with no copy between.
  static std::shared_ptr<const EncodedPacket> joined(PacketType type,
                                                     std::initializer_list<std::string_view> parts);
  // A binary message: sent as a binary frame over WebSocket, as 'b' + base64 over long-polling.
  static std::shared_ptr<const EncodedPacket> binary(std::string_view data);
  // The same for a client that takes no binary frames: 'b' + base64 as text over WebSocket, too.
  static std::shared_ptr<const EncodedPacket> base64(std::string_view data);

  std::string_view frame() const { return bytes_; }  // whole WebSocket frame
  std::string_view payload() const { return std::string_view(bytes_).substr(header_); }
  bool is_binary() const { return binary_; }

  EncodedPacket(std::string bytes, std::uint8_t header, bool binary)
      : bytes_(std::move(bytes)), header_(header), binary_(binary) {}

 private:
  std::string bytes_;
  std::uint8_t header_;
  bool binary_;
};

using PacketRef = std::shared_ptr<const EncodedPacket>;

}  // namespace waycast::engineio
