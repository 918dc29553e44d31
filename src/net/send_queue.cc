#include "net/send_queue.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace waycast::net {

struct SendQueue::Batch {
  std::vector<engineio::PacketRef> packets;
  std::size_t next = 0;    // the first packet that is not written whole
  std::size_t offset = 0;  // bytes of it that are written
  std::size_t bytes = 0;   // left to write
  std::size_t first = 0;   // of them, the first message's, which is not counted
};

namespace {

iovec part_of(std::string_view bytes) { return {const_cast<char*>(bytes.data()), bytes.size()}; }

}  // namespace

SendQueue::SendQueue() = default;
SendQueue::~SendQueue() = default;

bool SendQueue::empty() const { return only_ == nullptr && backlog_ == nullptr && more_.empty(); }

std::size_t SendQueue::bytes() const {
  const std::size_t stalled = backlog_ != nullptr ? backlog_->bytes : 0;
  const std::size_t only = only_ != nullptr ? only_->frame().size() : 0;
  return stalled + only + more_.bytes();
}

SendQueue::Push SendQueue::push(engineio::PacketRef packet, engineio::Delivery delivery,
                                std::size_t limit) {
  if (empty()) {
    only_ = std::move(packet);
    only_key_ = delivery.conflation_key;
    return Push::kQueued;
  }
  if (only_ != nullptr) {
    if (delivery.conflation_key != 0 && delivery.conflation_key == only_key_) {
      only_ = std::move(packet);
      return Push::kReplaced;
    }
    move_only();
  }
  engineio::Ahead ahead;
  if (backlog_ != nullptr) {
    ahead = {.any = true, .bytes = backlog_->bytes - std::min(backlog_->bytes, backlog_->first)};
  }
  return more_.push(std::move(packet), delivery, !is_stalled(), limit, ahead);
}

void SendQueue::append(engineio::Outbox earlier) {
  if (only_ != nullptr) move_only();
  more_.append(std::move(earlier));
}

void SendQueue::move_only() {
  more_.push(std::move(only_), {.conflation_key = only_key_}, true, 0);
  only_ = nullptr;
}

void SendQueue::start_batch() {
  backlog_ = std::make_unique<Batch>();
  if (only_ != nullptr) {
    backlog_->first = only_->frame().size();
    backlog_->packets.push_back(std::move(only_));
    only_ = nullptr;
  } else {
    backlog_->first = more_.first_bytes();
    backlog_->packets = more_.take();
  }
  for (const auto& packet : backlog_->packets) backlog_->bytes += packet->frame().size();
}

std::size_t SendQueue::gather(std::span<iovec> parts) {
  if (backlog_ == nullptr && only_ != nullptr) {
    parts[0] = part_of(only_->frame());
    return 1;
  }
  if (backlog_ == nullptr && !more_.empty()) start_batch();
  if (backlog_ == nullptr) return 0;
  std::size_t used = 0;
  for (std::size_t i = backlog_->next; i < backlog_->packets.size() && used < parts.size(); ++i) {
    const std::size_t done = i == backlog_->next ? backlog_->offset : 0;
    parts[used++] = part_of(backlog_->packets[i]->frame().substr(done));
  }
  return used;
}

void SendQueue::written(std::size_t size) {
  if (backlog_ == nullptr && only_ != nullptr) {
    if (size == only_->frame().size()) {
      only_ = nullptr;
      return;
    }
    start_batch();
  }
  if (backlog_ == nullptr) return;
  backlog_->bytes -= size;
  backlog_->first -= std::min(backlog_->first, size);
  while (backlog_->next < backlog_->packets.size()) {
    const std::size_t left = backlog_->packets[backlog_->next]->frame().size() - backlog_->offset;
    if (size < left) {
      backlog_->offset += size;
      return;
    }
    size -= left;
    backlog_->offset = 0;
    backlog_->packets[backlog_->next++] = nullptr;
  }
  backlog_ = nullptr;
}

void SendQueue::discard_unstarted() {
  only_ = nullptr;
  more_.take();
  if (backlog_ == nullptr) return;
  std::size_t& next = backlog_->next;
  if (backlog_->offset == 0) {
    backlog_ = nullptr;
    return;
  }
  backlog_->packets.resize(next + 1);
  backlog_->bytes = backlog_->packets[next]->frame().size() - backlog_->offset;
}

}  // namespace waycast::net
