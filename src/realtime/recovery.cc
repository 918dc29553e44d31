#include "realtime/recovery.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <memory>
#include <utility>

#include "realtime/connection.h"
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

std::string_view holder_of(std::string_view pid) {
  return pid.size() == 2 * SocketId::kSize ? pid.substr(SocketId::kSize) : std::string_view();
}

// One question to every shard that may have the former socket.
struct Reclaiming {
  SocketRef asking;
  std::string nsp, pid, identity;
  UniqueFunction<void(Socket*)> done;
  int waiting = 0;
};

}  // namespace

std::string pid_of(const SocketRecovery& recovery, const SocketId& id) {
  return recovery.secret.str().append(id.view());
}

bool is_for(const Target& target, const SocketId& id, const std::vector<std::string>& rooms) {
  const bool addressed = target.rooms.empty() || names_any(target.rooms, id, rooms);
  return addressed && !names_any(target.except, id, rooms);
}

void Socket::reclaim(std::string_view identity, UniqueFunction<void(Socket*)> done) {
  const bool may_recover = server().hub().recovery() != nullptr && recovery_ == nullptr;
  const std::string_view pid =
      may_recover ? arriving_->handshake.auth_string("pid") : std::string_view();
  const std::string_view holder = holder_of(pid);
  if (holder.empty()) return done(this);
  evict(server(), nsp_.name(), pid, identity);
  Hub& hub = server().hub();
  const std::uint16_t here = server().shard();
  const ShardSet others = hub.shards_of(nsp_.name(), holder) & ~one_shard(here);
  if (others == 0) return done(this);
  const auto asked = std::make_shared<Reclaiming>(Reclaiming{ref_, nsp_.name(), std::string(pid),
                                                             std::string(identity), std::move(done),
                                                             std::popcount(others)});
  for (std::uint16_t shard = 0; shard < hub.shard_count(); ++shard) {
    if ((others >> shard & 1) == 0) continue;
    hub.post_to_shard(shard, [asked, here](ShardServer& there) {
      evict(there, asked->nsp, asked->pid, asked->identity);
      there.hub().post_to_shard(here, [asked](ShardServer& back) {
        if (--asked->waiting == 0) asked->done(back.find(asked->asking));
      });
    });
  }
}

void Socket::evict(ShardServer& server, std::string_view nsp, std::string_view pid,
                   std::string_view identity) {
  const Namespace* sockets = server.find_namespace(nsp);
  Socket* holder = sockets == nullptr ? nullptr : sockets->find(holder_of(pid));
  if (holder == nullptr || holder->recovery_ == nullptr) return;
  if (pid_of(*holder->recovery_, holder->id_) != pid) return;
  if (holder->recovery_->identity != identity) return;
  server.counters_.evicted.add();
  holder->connection_.evict(*holder);
}

bool Socket::recover(std::string_view identity) {
  RecoveryStore* store = server().hub().recovery();
  if (store == nullptr || state_ != State::kConnecting || arriving_ == nullptr) return false;
  if (recovery_ != nullptr) return recovered_;
  recovery_ = std::make_unique<SocketRecovery>();
  recovery_->identity = identity;
  const std::string_view pid = arriving_->handshake.auth_string("pid");
  if (pid.empty()) return false;
  auto claimed = store->take(pid, nsp_.name(), identity, server().loop().clock().steady());
  if (!claimed) return false;
  const std::string_view offset = arriving_->handshake.auth_string("offset");
  recovery_->offset = claimed->connected_at;
  std::from_chars(offset.data(), offset.data() + offset.size(), recovery_->offset);
  // A client that saw nothing since it connected names the last event of a session before that.
  recovery_->offset = std::max(recovery_->offset, claimed->connected_at);
  if (!store->after(recovery_->offset)) return false;
  id_ = claimed->id;
  recovery_->secret = *SocketId::parse(pid.substr(0, SocketId::kSize));  // it was given by us
  recovery_->claimed = std::move(claimed);
  return recovered_ = true;
}

void Socket::begin_recovery() {
  RecoveryStore* store = server().hub().recovery();
  if (store == nullptr) return;
  recover({});
  if (!recovered_) recovery_->secret = SocketId::make(id_.shard());
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
  recovery_->replayed_to = recovery_->offset;
  for (const PreparedRef& prepared : *missed) {
    recovery_->replayed_to = prepared->number;
    const Target& target = prepared->broadcast.target;
    if (target.nsp != nsp_.name() || !is_for(target, id_, rooms())) continue;
    // However much was missed, the log bounds it: it is no sign of a slow reader.
    send_message(prepared->packets, {.continues = true});
    const auto* leaves = std::get_if<LeaveRooms>(&prepared->broadcast.action);
    if (leaves == nullptr) continue;
    for (const std::string& room : leaves->rooms) leave(room);
  }
}

bool Socket::was_replayed(std::uint64_t number) const {
  return number != 0 && recovery_ != nullptr && number <= recovery_->replayed_to;
}

// Its connection was lost before the CONNECT reply: another one may still come back as this socket.
void Socket::give_up_recovery() {
  if (recovery_ == nullptr || !recovery_->claimed) return;
  recovery_->claimed->dropped_at = server().loop().clock().steady();
  server().hub().recovery()->keep(pid_of(*recovery_, id_),
                                  *std::exchange(recovery_->claimed, std::nullopt));
}

void Socket::keep_for_recovery(DisconnectReason reason) {
  RecoveryStore* store = server().hub().recovery();
  const bool may_return = !is_explicit(reason) && reason != DisconnectReason::kParseError;
  if (store == nullptr || recovery_ == nullptr || !may_return) return;
  store->keep(pid_of(*recovery_, id_), {.id = id_,
                                        .nsp = nsp_.name(),
                                        .identity = recovery_->identity,
                                        .rooms = rooms(),
                                        .connected_at = recovery_->connected_at,
                                        .dropped_at = server().loop().clock().steady()});
}

}  // namespace waycast::realtime
