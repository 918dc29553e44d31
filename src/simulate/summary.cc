#include "simulate/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace waycast::simulate {

std::size_t LatencyHistogram::bucket(double milliseconds) {
  if (milliseconds < 1000) return static_cast<std::size_t>(std::max(0.0, milliseconds));
  const double steps = std::log2(milliseconds / 1000) * 10;  // ten buckets for each doubling
  return std::min<std::size_t>(1000 + static_cast<std::size_t>(steps), 1099);
}

void LatencyHistogram::add(double milliseconds) {
  ++buckets_[bucket(milliseconds)];
  ++count_;
}

double LatencyHistogram::percentile(double fraction) const {
  const auto wanted = static_cast<std::uint64_t>(fraction * static_cast<double>(count_));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size() && count_ > 0; ++i) {
    seen += buckets_[i];
    if (seen > wanted || seen == count_) {
      return i < 1000 ? static_cast<double>(i)
                      : 1000 * std::exp2(static_cast<double>(i - 1000) / 10);
    }
  }
  return 0;
}

std::string Summary::line(double elapsed_seconds, std::uint64_t violations) const {
  return fmt::format(
      "{:7.0f}s  pilots {} ({} delivering)  bookings {}  offers {} (declined {}, expired {})  "
      "accepted {}  "
      "delivered {}  cancelled {}  points {} (refused {}, buffered {})  updates {}  watching {}  "
      "reconnects {}  latency ms p50 {:.0f} p99 {:.0f}  violations {}",
      elapsed_seconds, pilots_connected, pilots_delivering, bookings, offers, declined, expired,
      accepted, delivered, cancelled, points_sent, points_refused, points_buffered, updates,
      watching, reconnects, latency.percentile(0.5), latency.percentile(0.99), violations);
}

}  // namespace waycast::simulate
