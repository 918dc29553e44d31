// The bounded queue in front of one client: order kept, newest position wins, a slow reader costs a
// fixed amount.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "protocol/engineio/application.h"
#include "protocol/engineio/packet.h"

namespace waycast::engineio {

// Not thread-safe; belongs to one transport. Holds no memory while empty.
class Outbox {
 public:
  enum class Push : std::uint8_t { kQueued, kReplaced, kDropped, kOverflow };

  // What each queued packet is counted with beside its own bytes: many small ones are not free.
  static constexpr std::size_t kOverhead = 64;

  // `writable`: the transport could send now. A volatile packet is dropped when it could not; a
  // keyed one replaces the queued packet of its key. For others there is one rule, the same for
  // every transport: kOverflow, and nothing is queued, if more than `limit` bytes wait already,
  // here and `elsewhere`. Size does not matter, and what continues a message went with its header.
  Push push(PacketRef packet, Delivery delivery, bool writable, std::size_t limit,
            std::size_t elsewhere = 0);
  // Queues all of `earlier`, which was accepted once, as it is.
  void append(Outbox earlier);

  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }  // packets
  std::size_t bytes() const { return bytes_; }        // counted towards the limit

  // Moves everything out, oldest first.
  std::vector<PacketRef> take();

 private:
  struct Item {
    PacketRef packet;
    std::uint64_t key;
  };
  std::vector<Item> items_;
  std::size_t bytes_ = 0;
};

}  // namespace waycast::engineio
