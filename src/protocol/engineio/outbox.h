// The bounded queue in front of one client: order kept, newest position wins, a slow reader costs a
// fixed amount.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "protocol/engineio/application.h"
#include "protocol/engineio/packet.h"

namespace waycast::engineio {

// What waits for the same client before an outbox.
struct Ahead {
  bool any = false;
  std::size_t bytes = 0;  // counted towards the limit
};

// Not thread-safe; belongs to one transport. Holds no memory while empty.
class Outbox {
 public:
  enum class Push : std::uint8_t { kQueued, kReplaced, kDropped, kOverflow };

  // What each queued packet is counted with beside its own bytes: many small ones are not free.
  static constexpr std::size_t kOverhead = 64;

  // `writable`: the transport could send now. A volatile packet is dropped when it could not; a
  // keyed one replaces the queued packet of its key. For others there is one rule, the same for
  // every transport: kOverflow, and nothing is queued, if more than `limit` bytes wait already
  // behind the first message. So the first one may have any size and take its time; and what
  // continues a message goes with its header.
  Push push(PacketRef packet, Delivery delivery, bool writable, std::size_t limit,
            Ahead ahead = {});
  // Queues all of `earlier`, which was accepted once, as it is.
  void append(Outbox earlier);

  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }  // packets
  std::size_t bytes() const { return bytes_; }
  std::size_t first_bytes() const { return first_; }  // of them, the first message's

  // Moves everything out, oldest first.
  std::vector<PacketRef> take();

 private:
  struct Item {
    PacketRef packet;
    std::uint64_t key;
  };
  std::vector<Item> items_;
  std::size_t bytes_ = 0;
  std::size_t first_ = 0;
  bool is_first_open_ = false;  // what continues the last message continues the first
};

}  // namespace waycast::engineio
