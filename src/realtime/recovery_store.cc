#include "realtime/recovery_store.h"

#include <utility>

namespace waycast::realtime {
namespace {

constexpr std::size_t kEntryOverhead = 256;  // bytes beside the packets and texts

std::size_t size_of(const Prepared& prepared) {
  std::size_t bytes = kEntryOverhead;
  for (const auto& packet : prepared.packets) bytes += packet->frame().size();
  if (const auto* emission = std::get_if<Emission>(&prepared.broadcast.action)) {
    bytes += emission->args.size();
    for (const auto& attachment : emission->attachments) bytes += attachment.size();
  }
  return bytes;
}

}  // namespace

PreparedRef RecoveryStore::append(SteadyTime now,
                                  UniqueFunction<Prepared(std::uint64_t number)> prepare) {
  const std::lock_guard lock(mutex_);
  auto prepared = std::make_shared<const Prepared>(prepare(++newest_));
  const std::size_t bytes = size_of(*prepared);
  log_.push_back({prepared, now, bytes});
  log_bytes_ += bytes;
  forget_old(now);
  return prepared;
}

std::uint64_t RecoveryStore::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

void RecoveryStore::keep(std::string pid, DroppedSocket socket) {
  const std::lock_guard lock(mutex_);
  const SteadyTime now = socket.dropped_at;
  dropped_.emplace_back(std::move(pid), std::move(socket));
  by_pid_[dropped_.back().first] = std::prev(dropped_.end());
  forget_old(now);
}

std::optional<DroppedSocket> RecoveryStore::take(std::string_view pid, std::string_view nsp,
                                                 std::string_view identity, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  forget_old(now);
  const auto found = by_pid_.find(pid);
  if (found == by_pid_.end()) return std::nullopt;
  const Dropped::iterator at = found->second;
  if (at->second.nsp != nsp || at->second.identity != identity) return std::nullopt;
  DroppedSocket socket = std::move(at->second);
  by_pid_.erase(found);
  dropped_.erase(at);
  return socket;
}

std::optional<std::vector<PreparedRef>> RecoveryStore::after(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const std::uint64_t oldest = newest_ - log_.size() + 1;
  if (number > newest_ || number + 1 < oldest) return std::nullopt;
  std::vector<PreparedRef> missed;
  for (auto entry = log_.begin() + static_cast<std::ptrdiff_t>(number + 1 - oldest);
       entry != log_.end(); ++entry) {
    missed.push_back(entry->prepared);
  }
  return missed;
}

void RecoveryStore::forget_old(SteadyTime now) {
  while (!log_.empty() &&
         (log_bytes_ > settings_.max_log_bytes || now - log_.front().at > settings_.keep)) {
    log_bytes_ -= log_.front().bytes;
    log_.pop_front();
  }
  while (!dropped_.empty() && (dropped_.size() > settings_.max_sessions ||
                               now - dropped_.front().second.dropped_at > settings_.keep)) {
    by_pid_.erase(dropped_.front().first);
    dropped_.pop_front();
  }
}

}  // namespace waycast::realtime
