#include "realtime/room_index.h"

namespace waycast::realtime {
namespace {

std::string key_of(std::string_view nsp, std::string_view room) {
  std::string key;
  key.reserve(nsp.size() + 1 + room.size());
  key.append(nsp).push_back('\0');  // no namespace holds it: the pair stays unambiguous
  key.append(room);
  return key;
}

}  // namespace

void RoomIndex::add(std::string_view nsp, std::string_view room, std::uint16_t shard) {
  std::string key = key_of(nsp, room);
  Stripe& at = stripe(key);
  const std::lock_guard lock(at.mutex);
  at.shards[std::move(key)] |= one_shard(shard);
}

void RoomIndex::remove(std::string_view nsp, std::string_view room, std::uint16_t shard) {
  const std::string key = key_of(nsp, room);
  Stripe& at = stripe(key);
  const std::lock_guard lock(at.mutex);
  const auto found = at.shards.find(key);
  if (found == at.shards.end()) return;
  found->second &= ~(one_shard(shard));
  if (found->second == 0) at.shards.erase(found);
}

ShardSet RoomIndex::shards(std::string_view nsp, std::string_view room) const {
  const std::string key = key_of(nsp, room);
  Stripe& at = stripe(key);
  const std::lock_guard lock(at.mutex);
  const auto found = at.shards.find(key);
  return found == at.shards.end() ? 0 : found->second;
}

RoomIndex::Stripe& RoomIndex::stripe(std::string_view key) const {
  return stripes_[TextHash{}(key) % kStripes];
}

}  // namespace waycast::realtime
