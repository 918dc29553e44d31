// What must hold in every run, checked from outside as clients see it (docs/domain.md,
// "Invariants"). A broken one is counted and described; the simulator then exits non-zero.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace waycast::simulate {

// What one customer has seen of one booking. Any update or status that contradicts what came before
// is a violation.
class BookingWatch {
 public:
  // Both return the violation, or empty.
  std::string update(std::uint64_t seq, TimePoint timestamp);
  std::string status(std::string_view status);
  // A new connection begins with a snapshot, which may repeat the last update and status.
  void reconnected() { snapshot_ = true; }
  bool awaits_snapshot() const { return snapshot_; }
  std::string_view current() const { return status_; }

 private:
  std::uint64_t seq_ = 0;
  TimePoint timestamp_{};
  std::string status_ = "PENDING";
  bool snapshot_ = true;
};

class Invariants {
 public:
  void violated(std::string what);
  // A pilot was told that a booking is theirs.
  void won(std::string_view booking, std::string_view pilot);
  // A pilot was told of an offer while `active` is their booking (empty: none).
  void offered(std::string_view pilot, std::string_view active);

  std::uint64_t violations() const { return violations_; }
  const std::vector<std::string>& examples() const { return examples_; }  // the first 20

 private:
  std::map<std::string, std::string, std::less<>> winners_;
  std::uint64_t violations_ = 0;
  std::vector<std::string> examples_;
};

}  // namespace waycast::simulate
