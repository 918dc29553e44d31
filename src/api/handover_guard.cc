#include "api/handover_guard.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace waycast::api {
namespace {

constexpr int kWrongCodes = 5;
constexpr Duration kLock{15 * 60'000};
constexpr std::size_t kMaxKeys = 10'000;  // in memory; the store has the others

}  // namespace

void HandoverGuard::admit(const std::string& key, Executor& loop, Done<Duration> done) {
  {
    std::unique_lock lock(mutex_);
    if (tries_.contains(key)) {
      const Duration wait = count_attempt(key);
      lock.unlock();
      return done(wait);
    }
  }
  store_.read(
      loop, [key](StoreReads& reads) { return reads.handover_attempts(key); },
      [this, key,
       done = std::move(done)](const Result<std::optional<HandoverAttempts>>& stored) mutable {
        if (!stored) return done(std::unexpected(stored.error()));
        std::unique_lock lock(mutex_);
        learn(key, *stored);
        const Duration wait = count_attempt(key);
        lock.unlock();
        done(wait);
      });
}

// The stored time is wall time: converted once, and never to a longer lock than there is.
void HandoverGuard::learn(const std::string& key, const std::optional<HandoverAttempts>& stored) {
  const SteadyTime now = clock_.steady();
  if (tries_.contains(key)) return;
  make_room(now);
  Tries& tries = tries_[key];
  tries.last_use = now;
  if (!stored) return;
  const Duration age = std::clamp<Duration>(clock_.now() - stored->last_at, Duration{0}, kLock);
  tries.is_stored = true;
  tries.wrong = stored->wrong;
  if (tries.wrong >= kWrongCodes) tries.locked_until = now + (kLock - age);
}

Duration HandoverGuard::count_attempt(const std::string& key) {
  Tries& tries = tries_[key];
  const SteadyTime now = clock_.steady();
  tries.last_use = now;
  if (tries.locked_until > now) return tries.locked_until - now;
  if (tries.wrong >= kWrongCodes) tries.wrong = 0;  // the lock has run out
  if (++tries.wrong >= kWrongCodes) tries.locked_until = now + kLock;
  return Duration{0};
}

void HandoverGuard::succeeded(const std::string& key, Executor& loop) {
  {
    const std::lock_guard lock(mutex_);
    const auto tries = tries_.extract(key);
    if (tries.empty() || !tries.mapped().is_stored) return;
  }
  store_.write(
      loop, [key](StoreWrites& writes) { return writes.forget_handover_attempts(key); },
      [](const Result<void>& forgotten) {
        if (!forgotten) spdlog::warn("old handover attempts stay: {}", forgotten.error().message);
      });
}

void HandoverGuard::not_judged(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = tries_.find(key);
  if (found == tries_.end() || found->second.wrong == 0) return;
  if (found->second.wrong-- == kWrongCodes) found->second.locked_until = {};
  // It tells no more than no entry: bookings that nobody has would fill the memory with these.
  if (found->second.wrong == 0 && !found->second.is_stored) tries_.erase(found);
}

void HandoverGuard::was_wrong(const std::string& key, Executor& loop, Done<void> done) {
  // Held while it is queued: no older count replaces a newer one.
  const std::lock_guard lock(mutex_);
  Tries& tries = tries_[key];
  tries.is_stored = true;
  store_.write(
      loop,
      [key, attempts = HandoverAttempts{tries.wrong, clock_.now()}](StoreWrites& writes) {
        return writes.put_handover_attempts(key, attempts);
      },
      std::move(done));
}

std::size_t HandoverGuard::size() const {
  const std::lock_guard lock(mutex_);
  return tries_.size();
}

// What is forgotten here and still counts is in the store.
void HandoverGuard::make_room(SteadyTime now) {
  if (tries_.size() < kMaxKeys) return;
  std::erase_if(tries_, [&](const auto& entry) { return entry.second.last_use + kLock <= now; });
  if (tries_.size() >= kMaxKeys) {
    std::erase_if(tries_, [](const auto& entry) { return entry.second.is_stored; });
  }
}

}  // namespace waycast::api
