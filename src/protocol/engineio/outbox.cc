#include "protocol/engineio/outbox.h"

#include <algorithm>
#include <iterator>

namespace waycast::engineio {

Outbox::Push Outbox::push(PacketRef packet, Delivery delivery, bool writable, std::size_t limit,
                          Ahead ahead) {
  const std::size_t size = packet->frame().size();
  if (delivery.conflation_key != 0) {
    const auto queued = std::ranges::find(items_, delivery.conflation_key, &Item::key);
    if (queued != items_.end()) {
      queued->packet = std::move(packet);
      return Push::kReplaced;
    }
  } else if (delivery.is_volatile) {
    if (!writable) return Push::kDropped;
  } else {
    if (!delivery.continues) {
      if (bytes_ - first_ + ahead.bytes > limit) return Push::kOverflow;
      is_first_open_ = bytes_ == 0 && !ahead.any;
    }
    bytes_ += size + kOverhead;
    if (is_first_open_) first_ += size + kOverhead;
  }
  items_.push_back({std::move(packet), delivery.conflation_key});
  return Push::kQueued;
}

void Outbox::append(Outbox earlier) {
  std::ranges::move(earlier.items_, std::back_inserter(items_));
  bytes_ += earlier.bytes_;
  first_ += earlier.first_;
  is_first_open_ = false;
}

std::vector<PacketRef> Outbox::take() {
  std::vector<PacketRef> packets;
  packets.reserve(items_.size());
  for (Item& item : items_) packets.push_back(std::move(item.packet));
  items_ = {};
  bytes_ = first_ = 0;
  is_first_open_ = false;
  return packets;
}

}  // namespace waycast::engineio
