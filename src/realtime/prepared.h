// A broadcast ready for any shard: encoded once, shared by all that send, hold or remember it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/engineio/packet.h"
#include "realtime/broadcast.h"

namespace waycast::realtime {

struct Prepared {
  Broadcast broadcast;
  std::vector<engineio::PacketRef> packets;  // of an Emission
  std::uint64_t number = 0;                  // 0: not recoverable
};
using PreparedRef = std::shared_ptr<const Prepared>;

}  // namespace waycast::realtime
