// Several packets in one long-polling body (Engine.IO protocol v4, "Packet encoding", HTTP
// long-polling): joined by the record separator 0x1e, binary ones as 'b' and base 64.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "protocol/engineio/packet.h"

namespace waycast::engineio {

std::string encode_payload(std::span<const PacketRef> packets);

struct PolledPacket {
  bool binary = false;
  std::string_view data;  // text: with its type digit, as over WebSocket; binary: the bytes
};

// Reads a body packet by packet.
//
//   PayloadReader reader(body);
//   while (reader.next()) use(reader.packet());
//   if (reader.malformed()) ...
class PayloadReader {
 public:
  // `body` outlives the reader.
  explicit PayloadReader(std::string_view body);

  // False at the end, and at the first malformed packet.
  bool next();
  const PolledPacket& packet() const { return packet_; }  // until the following next()
  // An empty packet, broken base 64, or a body that is not UTF-8.
  bool malformed() const { return malformed_; }

 private:
  std::string_view rest_;
  bool at_end_ = false;
  bool malformed_ = false;
  std::string decoded_;
  PolledPacket packet_;
};

}  // namespace waycast::engineio
