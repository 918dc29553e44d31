// The two halves of the metrics page, and what they share.
#pragma once

#include "app/metrics.h"
#include "observe/metrics_text.h"

namespace waycast::app {

// The sum over shards of what `read` says of each.
template <class Read>
double sum_of_shards(const MetricSources& sources, Read read) {
  double sum = 0;
  for (std::size_t shard = 0; shard < sources.sockets.size(); ++shard) {
    sum += static_cast<double>(read(shard));
  }
  return sum;
}

// Observations are whole numbers; a histogram's unit is this many of them. Dividing by it gives the
// number that was meant (0.05), where multiplying by a fraction gives its neighbour.
inline constexpr double kMicrosecondsASecond = 1e6;

// The histograms of `many` threads as one, in units of `in_unit` of their numbers.
template <class Read>
void append_histogram(observe::MetricsText& page, std::string_view name, std::string_view help,
                      std::size_t many, double in_unit, Read read) {
  std::vector<double> limits, counts(read(0).limits().size() + 1, 0.0);
  for (const std::uint64_t limit : read(0).limits()) {
    limits.push_back(static_cast<double>(limit) / in_unit);
  }
  double sum = 0;
  for (std::size_t i = 0; i < many; ++i) {
    for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) {
      counts[bucket] += static_cast<double>(read(i).count(bucket));
    }
    sum += static_cast<double>(read(i).sum()) / in_unit;
  }
  page.histogram(name, help, limits, counts, sum);
}

// Connections, requests, sessions, sockets.
void append_transport(observe::MetricsText& page, const MetricSources& sources);
// Positions, bookings, offers, the store, webhooks.
void append_domain(observe::MetricsText& page, const MetricSources& sources);

}  // namespace waycast::app
