// The figures of a run: counted by the actors, printed live as one line and at the end as a table.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace waycast::simulate {

// Latencies in milliseconds, to 1 ms up to 1 s and then ever coarser; fixed memory.
class LatencyHistogram {
 public:
  void add(double milliseconds);
  double percentile(double fraction) const;  // 0 if empty
  std::uint64_t count() const { return count_; }

 private:
  static std::size_t bucket(double milliseconds);
  std::array<std::uint64_t, 1100> buckets_{};
  std::uint64_t count_ = 0;
};

struct Summary {
  std::uint64_t bookings = 0, offers = 0, accepted = 0, declined = 0, expired = 0, delivered = 0,
                cancelled = 0, points_sent = 0, points_refused = 0, points_buffered = 0,
                updates = 0, reconnects = 0;
  std::uint64_t pilots_connected = 0, pilots_delivering = 0, watching = 0;
  LatencyHistogram latency;  // from the pilot's send to the customer's receipt

  std::string line(double elapsed_seconds, std::uint64_t violations) const;
};

}  // namespace waycast::simulate
