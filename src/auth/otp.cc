#include "auth/otp.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace waycast::auth {
namespace {

// Uniform in [0, 10): bytes from 250 up would favour small digits.
char random_digit() {
  unsigned char byte = 0;
  do {
    if (RAND_bytes(&byte, 1) != 1) throw std::runtime_error("no randomness for a code");
  } while (byte >= 250);
  return static_cast<char>('0' + byte % 10);
}

}  // namespace

std::string new_otp(int digits) {
  std::string out(static_cast<std::size_t>(digits), '0');
  std::generate(out.begin(), out.end(), random_digit);
  return out;
}

Duration OtpGuard::admit_attempt(const std::string& key, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  Tries& state = tries_of(key, now);
  if (state.locked_until > now) return state.locked_until - now;
  if (state.wrong >= limits_.wrong_codes) state.wrong = 0;  // the lock has run out
  if (++state.wrong >= limits_.wrong_codes) state.locked_until = now + limits_.lock;
  return Duration{0};
}

void OtpGuard::succeeded(const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (const auto found = tries_.find(key); found != tries_.end()) {
    found->second.wrong = 0;
    found->second.locked_until = {};
  }
}

void OtpGuard::not_judged(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = tries_.find(key);
  if (found == tries_.end() || found->second.wrong == 0) return;
  if (found->second.wrong-- == limits_.wrong_codes) found->second.locked_until = {};
}

OtpGuard::Tries& OtpGuard::tries_of(const std::string& key, SteadyTime now) {
  if (tries_.size() >= limits_.max_keys && !tries_.contains(key)) make_room(now);
  Tries& state = tries_[key];
  state.last_use = now;
  return state;
}

// Forgets what no limit depends on any more; if that frees nothing, the tenth used longest ago.
void OtpGuard::make_room(SteadyTime now) {
  if (std::erase_if(tries_, [&](const auto& entry) {
        return entry.second.last_use + limits_.lock <= now;
      }) > 0) {
    return;
  }
  std::vector<SteadyTime> uses;
  uses.reserve(tries_.size());
  for (const auto& [key, state] : tries_) uses.push_back(state.last_use);
  const auto tenth = uses.begin() + static_cast<std::ptrdiff_t>(uses.size() / 10);
  std::nth_element(uses.begin(), tenth, uses.end());
  std::erase_if(tries_, [&](const auto& entry) { return entry.second.last_use <= *tenth; });
}

}  // namespace waycast::auth
