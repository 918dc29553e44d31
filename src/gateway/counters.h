// What became of the positions that a shard was sent, and of sockets. Written by its thread, read
// by anyone.
#pragma once

#include <array>

#include "base/counter.h"
#include "base/error.h"

namespace waycast::gateway {

struct Counters {
  Counter locations_accepted;   // live ones, by socket or REST
  Counter batched_accepted;     // of `pilot:locations`
  Counter locations_flagged;    // accepted, but implausible: kept, not broadcast
  Counter flags_changed;        // of positions that were judged otherwise first
  Counter clocks_corrected;     // devices whose clock turned out to be wrong
  Counter locations_broadcast;  // to the followers of a booking
  Counter events_refused;       // more under way than one socket may have
  Counter grace_over;           // pilots who did not come back
  Counter gone_stale;           // pilots online without positions
  Counter commands_refused;     // too many of one pilot waited
  Counter sockets_refused;      // over LiveSettings::sockets_per_identity

  static constexpr std::array kRefusals{Code::kValidation, Code::kRateLimit,
                                        Code::kPilotNotAvailable, Code::kUnavailable,
                                        Code::kDatabase};
  std::array<Counter, kRefusals.size()> locations_refused{};  // by code

  void refuse(Code code, std::uint64_t points = 1) {
    for (std::size_t i = 0; i < kRefusals.size(); ++i) {
      if (kRefusals[i] == code) locations_refused[i].add(points);
    }
  }
};

}  // namespace waycast::gateway
