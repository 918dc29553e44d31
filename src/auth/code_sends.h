// How often a login code may be sent to one phone: three in any minute, and ten at once that come
// back one every five minutes. Whoever asks, the code goes to the owner; somebody who asks all the
// time thus leaves them with a fresh code for as long as a code lives, and makes few to guess.
//
// Thread-safe; memory is bounded.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace waycast::auth {

struct CodeSendLimits {
  int sends = 3;
  Duration window{60'000};
  int reserve = 10;
  Duration refill{5 * 60'000};     // of one send
  std::size_t max_keys = 100'000;  // remembered at once; beyond it the oldest are forgotten
};

class CodeSends {
 public:
  explicit CodeSends(CodeSendLimits limits = {}) : limits_(limits) {}

  // 0: allowed, and counted. Otherwise how long to wait.
  Duration admit(const std::string& phone, SteadyTime now);

 private:
  struct Sent {
    std::deque<SteadyTime> recent;  // within the window
    SteadyTime reserve_full_at{};   // when all of the reserve is back
  };
  void make_room(SteadyTime now);

  const CodeSendLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Sent> sent_;
};

}  // namespace waycast::auth
