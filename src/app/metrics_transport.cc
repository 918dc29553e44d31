#include <map>

#include "app/metrics_parts.h"

namespace waycast::app {

namespace {

using observe::MetricsText;

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
  page.counter("waycast_address_refusals_total", "Over a limit of one address")
      .sample(sum(&Counters::addresses_refused), {{"of", "connections"}})
      .sample(sum_of_shards(sources,
                            [&](std::size_t shard) {
                              return sources.engineio.counters(shard).refused_address.value();
                            }),
              {{"of", "sessions"}});
  page.counter("waycast_unread_cut_total", "Connections cut off: answers over max_unread")
      .sample(sum(&Counters::unread_cut));
  page.counter("waycast_unfinished_refused_total", "Requests and messages over max_unfinished")
      .sample(sum(&Counters::unfinished_refused));
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
  page.counter("waycast_tls_failures_total", "TLS handshakes refused or never finished")
      .sample(sum(&Counters::tls_failures));
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
  page.counter("waycast_identity_refusals_total", "Sockets over the limit of one identity")
      .sample(sum_of_shards(sources, [&](std::size_t shard) {
        return sources.gateway.counters(shard).sockets_refused.value();
      }));
  page.counter("waycast_sockets_recovered_total", "Sockets that came back with what they missed")
      .sample(sum(&Counters::recovered));
  page.counter("waycast_sockets_evicted_total",
               "Sockets ended because their client came back by another connection")
      .sample(sum(&Counters::evicted));
  page.counter("waycast_events_received_total", "Events from clients")
      .sample(sum(&Counters::events_received));
  page.counter("waycast_deliveries_total", "Packets to clients, by receiver")
      .sample(sum(&Counters::packets_sent));
  page.counter("waycast_parse_errors_total", "Malformed packets")
      .sample(sum(&Counters::parse_errors));
  page.counter("waycast_slow_consumers_total", "Sockets closed for not reading")
      .sample(sum(&Counters::slow_consumers));
}

// Some reasons have one name for clients, and so here.
void append_closed(MetricsText& page, const MetricSources& sources) {
  const auto& reasons = sources.engineio.counters(0).closed_by;
  std::map<std::string_view, double> closed;
  for (std::size_t reason = 0; reason < reasons.size(); ++reason) {
    closed[to_string(static_cast<engineio::CloseReason>(reason))] +=
        sum_of_shards(sources, [&](std::size_t shard) {
          return sources.engineio.counters(shard).closed_by[reason].value();
        });
  }
  page.counter("waycast_sessions_closed_total", "Sessions ended, by reason");
  for (const auto& [reason, count] : closed) page.sample(count, {{"reason", reason}});
}

void append_sessions(MetricsText& page, const MetricSources& sources) {
  page.gauge("waycast_sessions", "Engine.IO sessions")
      .sample(sum_of_shards(sources, [&](std::size_t shard) {
        return sources.engineio.counters(shard).sessions_open.value();
      }));
  page.counter("waycast_sessions_refused_total", "Sessions over max_sessions")
      .sample(sum_of_shards(sources, [&](std::size_t shard) {
        return sources.engineio.counters(shard).refused_full.value();
      }));
  page.counter("waycast_upgrades_total", "Sessions upgraded from polling to WebSocket")
      .sample(sum_of_shards(sources, [&](std::size_t shard) {
        return sources.engineio.counters(shard).upgrades.value();
      }));
  append_closed(page, sources);
}

constexpr std::array<std::string_view, 5> kClasses{"1xx", "2xx", "3xx", "4xx", "5xx"};

void append_rest(MetricsText& page, const MetricSources& sources) {
  page.counter("waycast_rest_requests_total", "REST requests answered, by class of status");
  for (std::size_t kind = 0; kind < kClasses.size(); ++kind) {
    page.sample(
        sum_of_shards(
            sources, [&](std::size_t shard) { return sources.rest[shard]->answers[kind].value(); }),
        {{"status", kClasses[kind]}});
  }
  page.counter("waycast_rest_refused_total", "REST requests over a limit (429)");
  for (std::size_t limit = 0; limit < api::LimitCounters::kNames.size(); ++limit) {
    page.sample(static_cast<double>(sources.refusals.refused(limit)),
                {{"limit", api::LimitCounters::kNames[limit]}});
  }
  append_histogram(
      page, "waycast_rest_request_duration_seconds", "From a REST request to its answer",
      sources.rest.size(), kMicrosecondsASecond,
      [&](std::size_t shard) -> const auto& { return sources.rest[shard]->microseconds; });
}

}  // namespace

void append_transport(MetricsText& page, const MetricSources& sources) {
  append_network(page, sources);
  append_rest(page, sources);
  append_sessions(page, sources);
  append_sockets(page, sources);
}

}  // namespace waycast::app
