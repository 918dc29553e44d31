// One-time passwords, and the limit that keeps those of handovers from being guessed: 5 wrong codes
// lock a key for 15 minutes. A key is a handover of a booking. Login codes have their own limits
// (code_sends.h, tracking/ports/code_attempt.h).
//
// The codes themselves live in the store; here is only what must be counted. Thread-safe.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace waycast::auth {

// `digits` decimal digits from the system's random generator, leading zeros kept.
std::string new_otp(int digits);

struct OtpLimits {
  int wrong_codes = 5;
  Duration lock{15 * 60'000};
  std::size_t max_keys = 100'000;  // remembered at once; beyond it the oldest are forgotten
};

class OtpGuard {
 public:
  explicit OtpGuard(OtpLimits limits = {}) : limits_(limits) {}

  // Counts an attempt as wrong before it is checked, so that guesses racing each other cannot pass
  // the limit; `succeeded` takes it back. 0: allowed.
  Duration admit_attempt(const std::string& key, SteadyTime now);
  void succeeded(const std::string& key);
  // The attempt was not judged (the store failed): it does not count.
  void not_judged(const std::string& key);

 private:
  struct Tries {
    int wrong = 0;
    SteadyTime locked_until{};
    SteadyTime last_use{};
  };
  Tries& tries_of(const std::string& key, SteadyTime now);
  void make_room(SteadyTime now);

  const OtpLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Tries> tries_;
};

}  // namespace waycast::auth
