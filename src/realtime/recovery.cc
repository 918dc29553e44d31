#include "realtime/recovery.h"

#include <algorithm>
#include <charconv>

#include "realtime/shard_server.h"

namespace waycast::realtime {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool names_any(const std::vector<std::string>& names, const SocketId& id,
               const std::vector<std::string>& rooms) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return name == id.view() || contains(rooms, name);
  });
}

}  // namespace

bool is_for(const Target& target, const SocketId& id, const std::vector<std::string>& rooms) {
  const bool addressed = target.rooms.empty() || names_any(target.rooms, id, rooms);
  return addressed && !names_any(target.except, id, rooms);
}

bool Socket::recover(std::string_view identity) {
  RecoveryStore* store = server().hub().recovery();
  if (store == nullptr || state_ != State::kConnecting || handshake_ == nullptr) return false;
  if (recovery_ != nullptr) return recovered_;
  recovery_ = std::make_unique<SocketRecovery>();
  recovery_->identity = identity;
  const std::string_view pid = handshake_->auth_string("pid");
  if (pid.empty()) return false;
  auto claimed = store->take(pid, nsp_.name(), identity, server().loop().clock().steady());
  if (!claimed) return false;
  const std::string_view offset = handshake_->auth_string("offset");
  recovery_->offset = claimed->connected_at;
  std::from_chars(offset.data(), offset.data() + offset.size(), recovery_->offset);
  if (recovery_->offset < claimed->connected_at || !store->after(recovery_->offset)) return false;
  id_ = claimed->id;
  recovery_->pid = pid;
  recovery_->claimed = std::move(claimed);
  return recovered_ = true;
}

void Socket::begin_recovery() {
  RecoveryStore* store = server().hub().recovery();
  if (store == nullptr) return;
  recover({});
  if (recovery_->pid.empty()) recovery_->pid = SocketId::make(server().shard()).view();
  recovery_->connected_at = recovered_ ? recovery_->claimed->connected_at : store->newest();
  if (!recovered_) return;
  for (const std::string& room : recovery_->claimed->rooms) join(room);
}

// Joined first, read then: what is broadcast meanwhile comes one way or the other.
void Socket::replay() {
  if (!recovered_) return;
  const DroppedSocket former = *std::exchange(recovery_->claimed, std::nullopt);
  const auto missed = server().hub().recovery()->after(recovery_->offset);
  if (!missed) return close_transport();  // forgotten while it was connecting: start afresh
  for (const PreparedRef& prepared : *missed) {
    recovery_->replayed_to = prepared->number;
    const Target& target = prepared->broadcast.target;
    if (target.nsp != nsp_.name() || !is_for(target, id_, rooms())) continue;
    for (const engineio::PacketRef& packet : prepared->packets) send(packet);
    const auto* leaves = std::get_if<LeaveRooms>(&prepared->broadcast.action);
    if (leaves == nullptr) continue;
    for (const std::string& room : leaves->rooms) leave(room);
  }
}

bool Socket::was_replayed(std::uint64_t number) const {
  return recovery_ != nullptr && number <= recovery_->replayed_to;
}

void Socket::keep_for_recovery(DisconnectReason reason) {
  RecoveryStore* store = server().hub().recovery();
  const bool may_return = !is_explicit(reason) && reason != DisconnectReason::kParseError;
  if (store == nullptr || recovery_ == nullptr || !may_return) return;
  store->keep(recovery_->pid, {.id = id_,
                               .nsp = nsp_.name(),
                               .identity = recovery_->identity,
                               .rooms = rooms(),
                               .connected_at = recovery_->connected_at,
                               .dropped_at = server().loop().clock().steady()});
}

}  // namespace waycast::realtime
