#include "app/metrics.h"

#include "app/version.h"
#include "observe/metrics_text.h"
#include "observe/process_stats.h"

namespace waycast::app {

namespace {

using observe::MetricsText;

// The sum over shards of what `read` says of each.
template <class Read>
double sum_of_shards(const MetricSources& sources, Read read) {
  double sum = 0;
  for (std::size_t shard = 0; shard < sources.sockets.size(); ++shard) {
    sum += static_cast<double>(read(shard));
  }
  return sum;
}

void append_network(MetricsText& page, const MetricSources& sources) {
  const auto sum = [&](auto member) {
    return sum_of_shards(sources, [&](std::size_t shard) {
      return (sources.server.shard(shard).counters().*member).value();
    });
  };
  using net::Counters;
  page.gauge("waycast_connections", "Open connections, HTTP and WebSocket")
      .sample(sum(&Counters::connections_open));
  page.gauge("waycast_websockets", "Open WebSockets").sample(sum(&Counters::websockets_open));
  page.counter("waycast_connections_accepted_total", "Connections accepted")
      .sample(sum(&Counters::connections_accepted));
  page.counter("waycast_connections_refused_total", "Over the limit, or out of descriptors")
      .sample(sum(&Counters::connections_refused));
  page.counter("waycast_http_requests_total", "HTTP requests")
      .sample(sum(&Counters::http_requests));
  page.counter("waycast_http_errors_total", "Requests malformed, too large or too slow")
      .sample(sum(&Counters::http_errors));
  page.counter("waycast_received_bytes_total", "Bytes read").sample(sum(&Counters::bytes_received));
  page.counter("waycast_sent_bytes_total", "Bytes written").sample(sum(&Counters::bytes_sent));
  page.counter("waycast_packets_total", "Packets to WebSockets")
      .sample(sum(&Counters::packets_queued), {{"result", "queued"}})
      .sample(sum(&Counters::packets_replaced), {{"result", "replaced"}})
      .sample(sum(&Counters::packets_dropped), {{"result", "dropped"}});
  page.counter("waycast_queue_overflows_total", "Connections closed for not reading")
      .sample(sum(&Counters::queue_overflows));
  page.counter("waycast_hand_overs_total", "Connections moved to another shard")
      .sample(sum(&Counters::hand_overs));
}

void append_sockets(MetricsText& page, const MetricSources& sources) {
  const auto sum = [&](auto member) {
    return sum_of_shards(sources, [&](std::size_t shard) {
      return (sources.sockets[shard]->counters().*member).value();
    });
  };
  using realtime::Counters;
  page.gauge("waycast_sockets_connected", "Socket.IO sockets")
      .sample(sum(&Counters::connected_sockets));
  page.counter("waycast_sockets_accepted_total", "Sockets let in")
      .sample(sum(&Counters::connections));
  page.counter("waycast_sockets_refused_total", "Sockets refused").sample(sum(&Counters::refused));
  page.counter("waycast_sockets_recovered_total", "Sockets that came back with what they missed")
      .sample(sum(&Counters::recovered));
  page.counter("waycast_events_received_total", "Events from clients")
      .sample(sum(&Counters::events_received));
  page.counter("waycast_deliveries_total", "Packets to clients, by receiver")
      .sample(sum(&Counters::packets_sent));
  page.counter("waycast_parse_errors_total", "Malformed packets")
      .sample(sum(&Counters::parse_errors));
  page.counter("waycast_slow_consumers_total", "Sockets closed for not reading")
      .sample(sum(&Counters::slow_consumers));
}

void append_sessions(MetricsText& page, const MetricSources& sources) {
  page.gauge("waycast_sessions", "Engine.IO sessions")
      .sample(sum_of_shards(sources, [&](std::size_t shard) {
        return sources.engineio.counters(shard).sessions_open.value();
      }));
  page.counter("waycast_upgrades_total", "Sessions upgraded from polling to WebSocket")
      .sample(sum_of_shards(sources, [&](std::size_t shard) {
        return sources.engineio.counters(shard).upgrades.value();
      }));
  page.counter("waycast_sessions_closed_total", "Sessions ended, by reason");
  const auto& reasons = sources.engineio.counters(0).closed_by;
  for (std::size_t reason = 0; reason < reasons.size(); ++reason) {
    page.sample(sum_of_shards(sources,
                              [&](std::size_t shard) {
                                return sources.engineio.counters(shard).closed_by[reason].value();
                              }),
                {{"reason", to_string(static_cast<engineio::CloseReason>(reason))}});
  }
}

void append_store(MetricsText& page, const StoreCounters& store) {
  const auto value = [](const std::atomic<std::uint64_t>& counter) {
    return static_cast<double>(counter.load(std::memory_order_relaxed));
  };
  page.counter("waycast_store_commits_total", "Group commits").sample(value(store.commits));
  page.counter("waycast_store_failed_commits_total", "Groups retried or given up")
      .sample(value(store.failed_commits));
  page.counter("waycast_store_failures_total", "Points and operations answered ERR_1500")
      .sample(value(store.failures));
  page.counter("waycast_store_points_total", "Points")
      .sample(value(store.points_stored), {{"result", "stored"}})
      .sample(value(store.points_duplicate), {{"result", "duplicate"}})
      .sample(value(store.points_refused), {{"result", "refused"}});
  page.counter("waycast_store_operations_total", "Writes committed")
      .sample(value(store.operations));
  page.counter("waycast_store_reads_total", "Reads").sample(value(store.reads));
  page.gauge("waycast_store_queued", "Points and writes waiting").sample(value(store.queued));
  page.counter("waycast_store_commit_seconds_total", "Time spent in commits")
      .sample(value(store.commit_microseconds) / 1e6);
}

void append_webhooks(MetricsText& page, const webhook::RetryCounters& counters) {
  page.counter("waycast_webhooks_total", "Webhook deliveries")
      .sample(static_cast<double>(counters.delivered), {{"result", "delivered"}})
      .sample(static_cast<double>(counters.failed_attempts), {{"result", "failed_attempt"}})
      .sample(static_cast<double>(counters.dropped), {{"result", "dropped"}});
}

}  // namespace

std::string metrics_page(const MetricSources& sources) {
  MetricsText page;
  page.gauge("waycast_info", "The running version").sample(1, {{"version", kVersion}});
  page.gauge("waycast_shards", "Threads that serve clients")
      .sample(static_cast<double>(sources.sockets.size()));
  append_network(page, sources);
  append_sessions(page, sources);
  append_sockets(page, sources);
  append_store(page, sources.store);
  append_webhooks(page, sources.webhooks.counters());
  observe::append_process_stats(page);
  return page.text();
}

}  // namespace waycast::app
