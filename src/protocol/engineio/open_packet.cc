#include "protocol/engineio/open_packet.h"

#include "base/json_writer.h"

namespace waycast::engineio {

PacketRef encode_open(const Settings& settings, std::string_view sid, Transport transport) {
  std::string data;
  JsonWriter writer(data);
  writer.begin_object().field("sid", sid).key("upgrades").begin_array();
  if (transport == Transport::kPolling && settings.allow_upgrade) writer.value("websocket");
  writer.end_array()
      .field("pingInterval", std::int64_t{settings.ping_interval.count()})
      .field("pingTimeout", std::int64_t{settings.ping_timeout.count()})
      .field("maxPayload", std::uint64_t{settings.max_payload})
      .end_object();
  return EncodedPacket::text(PacketType::kOpen, data);
}

}  // namespace waycast::engineio
