// Any sequence of messages gives packets or an error; what is decoded encodes to what decodes the
// same.
#include <boost/json/monotonic_resource.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "protocol/json/exact_write.h"
#include "protocol/socketio/decoder.h"
#include "protocol/socketio/encoder.h"

using namespace waycast;
using namespace waycast::socketio;

namespace {

std::string json(const boost::json::value& value) {
  std::string out;
  json::append_json(out, value);
  return out;
}

void check_event(const Packet& packet) {
  std::string args;
  json::append_elements(args, packet.data.get_array());
  const auto encoded = encode_event(packet.nsp, packet.event, args, packet.ack_id);
  const Limits limits{.max_packet = 100'000};
  Decoder decoder(limits);
  const auto again = decoder.text(encoded->payload().substr(1));
  if (!again || !*again) std::abort();
  if ((*again)->event != packet.event || (*again)->nsp != packet.nsp) std::abort();
  if (json((*again)->data) != json(packet.data)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Limits limits{.max_packet = 10'000};
  Decoder decoder(limits);
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const std::string_view message = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), message.size() + 1));
    unsigned char buffer[1024];
    boost::json::monotonic_resource memory(buffer, sizeof buffer);
    const DecodeResult result = message.starts_with('!') ? decoder.binary(message.substr(1))
                                                         : decoder.text(message, &memory);
    if (!result) return 0;
    if (*result && (*result)->type == PacketType::kEvent) check_event(**result);
  }
  return 0;
}
