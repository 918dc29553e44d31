// What waits to be written to one WebSocket: packets shared with other receivers, in order, the
// unfinished one first.
//
// The usual case, one packet queued and written within a turn, allocates nothing.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <memory>
#include <span>

#include "protocol/engineio/outbox.h"

namespace waycast::net {

// Sans-IO, not thread-safe. Holds no heap memory while empty.
class SendQueue {
 public:
  using Push = engineio::Outbox::Push;

  SendQueue();
  ~SendQueue();

  // As Outbox::push; what the kernel did not take waits, too.
  Push push(engineio::PacketRef packet, engineio::Delivery delivery, std::size_t limit);
  // Queues what waited for another transport of the client.
  void append(engineio::Outbox earlier);

  bool empty() const;
  std::size_t bytes() const;
  // The kernel took less than it was given: it is not writable.
  bool is_stalled() const { return backlog_ != nullptr; }

  // Fills `parts` with the next bytes to write and returns how many parts it used; written() must
  // follow. While stalled these are only the rest of the batch that stalled: newer packets stay
  // replaceable.
  std::size_t gather(std::span<iovec> parts);
  // `size` bytes of what was gathered are written.
  void written(std::size_t size);

  // Forgets all of which nothing was written yet.
  void discard_unstarted();

 private:
  struct Batch;

  void start_batch();
  void move_only();

  engineio::PacketRef only_;  // the queued packet, if it is the only one
  std::uint64_t only_key_ = 0;
  engineio::Outbox more_;
  std::unique_ptr<Batch> backlog_;
};

}  // namespace waycast::net
