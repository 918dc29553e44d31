// What is read from a polling body encodes to a body that reads the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "protocol/engineio/payload.h"

using namespace waycast::engineio;

namespace {

std::vector<PacketRef> read(std::string_view body) {
  std::vector<PacketRef> packets;
  PayloadReader reader(body);
  while (reader.next()) {
    const PolledPacket& packet = reader.packet();
    packets.push_back(packet.binary ? EncodedPacket::binary(packet.data)
                                    : EncodedPacket::text(static_cast<PacketType>(packet.data[0]),
                                                          packet.data.substr(1)));
  }
  return packets;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<PacketRef> packets = read({reinterpret_cast<const char*>(data), size});
  const std::string body = encode_payload(packets);
  const std::vector<PacketRef> again = read(body);
  if (again.size() != packets.size()) std::abort();
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (packets[i]->frame() != again[i]->frame()) std::abort();
  }
  return 0;
}
