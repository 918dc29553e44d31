#include "app/metrics_parts.h"

namespace waycast::app {

namespace {

using observe::MetricsText;

void append_locations(MetricsText& page, const MetricSources& sources) {
  const auto sum = [&](auto member) {
    return sum_of_shards(sources, [&](std::size_t shard) {
      return (sources.gateway.counters(shard).*member).value();
    });
  };
  using gateway::Counters;
  page.counter("waycast_locations_accepted_total", "Positions taken in, live or in batches")
      .sample(sum(&Counters::locations_accepted), {{"sent", "live"}})
      .sample(sum(&Counters::batched_accepted), {{"sent", "batch"}});
  page.counter("waycast_locations_refused_total", "Positions refused; ERR_1003: throttled");
  for (std::size_t i = 0; i < Counters::kRefusals.size(); ++i) {
    page.sample(sum_of_shards(sources,
                              [&](std::size_t shard) {
                                return sources.gateway.counters(shard).locations_refused[i].value();
                              }),
                {{"code", code_string(Counters::kRefusals[i])}});
  }
  page.counter("waycast_events_refused_total", "Events over what one socket may have under way")
      .sample(sum(&Counters::events_refused));
  page.counter("waycast_locations_flagged_total", "Implausible positions: kept, not broadcast")
      .sample(sum(&Counters::locations_flagged));
  page.counter("waycast_location_flags_changed_total",
               "Stored positions that were flagged, or were not any more, when more was known")
      .sample(sum(&Counters::flags_changed));
  page.counter("waycast_clocks_corrected_total",
               "Devices whose clock turned out to be wrong: their times are corrected")
      .sample(sum(&Counters::clocks_corrected));
  page.counter("waycast_locations_broadcast_total", "Positions sent to followers of a booking")
      .sample(sum(&Counters::locations_broadcast));
  page.counter("waycast_pilot_commands_refused_total", "Over max_pilot_commands of one pilot")
      .sample(sum(&Counters::commands_refused));
  page.counter("waycast_pilots_timed_out_total", "Pilots taken offline by the server")
      .sample(sum(&Counters::grace_over), {{"reason", "grace"}})
      .sample(sum(&Counters::gone_stale), {{"reason", "stale"}});
}

void append_dispatch(MetricsText& page, const DispatchService& dispatch) {
  const auto value = [](const auto& number) { return static_cast<double>(number); };
  const StatsGauges& now = dispatch.gauges();
  page.gauge("waycast_pilots_online", "Pilots online").sample(value(now.online_pilots.load()));
  page.gauge("waycast_bookings", "Bookings under way")
      .sample(value(now.pending_bookings.load()), {{"state", "pending"}})
      .sample(value(now.active_bookings.load()), {{"state", "active"}});
  const DispatchCounters& done = dispatch.counters();
  page.counter("waycast_bookings_created_total", "Bookings made")
      .sample(value(done.bookings_created.value()));
  page.counter("waycast_booking_changes_total", "Changes of bookings, by their new status");
  for (std::size_t i = 1; i < done.status_changes.size(); ++i) {
    page.sample(value(done.status_changes[i].value()),
                {{"status", to_string(static_cast<BookingStatus>(i))}});
  }
  page.counter("waycast_offers_made_total", "Offers of bookings to pilots")
      .sample(value(done.offers_made.value()));
  page.counter("waycast_offers_ended_total", "Offers that ended, by how; TIMEOUT: expired");
  for (std::size_t i = 1; i < done.offers_ended.size(); ++i) {
    page.sample(value(done.offers_ended[i].value()),
                {{"state", to_string(static_cast<OfferState>(i))}});
  }
}

void append_refused(MetricsText& page, const MetricSources& sources) {
  const auto value = [](std::uint64_t number) { return static_cast<double>(number); };
  const AccountRoom& room = sources.api.room();
  const AccountRoom& dispatch = sources.dispatch.room();
  const std::uint64_t bookings = dispatch.refused(Holding::kPendingBookings);
  const std::uint64_t keys =  // of commands, and of what REST writes itself
      dispatch.refused(Holding::kRepeatKeys) + room.refused(Holding::kRepeatKeys);
  page.counter("waycast_account_limits_total", "Refused: the account holds too many (ERR_1412)")
      .sample(value(bookings), {{"of", "pending_bookings"}})
      .sample(value(room.refused(Holding::kAddresses)), {{"of", "addresses"}})
      .sample(value(room.refused(Holding::kVehicles)), {{"of", "vehicles"}})
      .sample(value(keys), {{"of", "repeat_keys"}});
  page.counter("waycast_queues_refused_total", "Refused: too much is waiting (ERR_1004)")
      .sample(value(sources.dispatch.counters().calls_refused), {{"of", "dispatch"}})
      .sample(value(sources.store.reads_refused), {{"of", "reads"}})
      .sample(value(sources.store.long_reads_refused), {{"of", "long_reads"}})
      .sample(value(sources.store.writes_refused), {{"of", "writes"}});
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
  append_histogram(page, "waycast_store_commit_duration_seconds", "How long group commits take", 1,
                   kMicrosecondsASecond,
                   [&](std::size_t) -> const auto& { return store.commit_microseconds; });
  append_histogram(page, "waycast_store_commit_rows", "Points and writes in a group commit", 1, 1,
                   [&](std::size_t) -> const auto& { return store.commit_rows; });
}

void append_webhooks(MetricsText& page, const webhook::RetryCounters& counters) {
  page.counter("waycast_webhooks_total", "Webhook deliveries")
      .sample(static_cast<double>(counters.delivered), {{"result", "delivered"}})
      .sample(static_cast<double>(counters.failed_attempts), {{"result", "failed_attempt"}})
      .sample(static_cast<double>(counters.dropped), {{"result", "dropped"}});
}

}  // namespace

void append_domain(MetricsText& page, const MetricSources& sources) {
  append_locations(page, sources);
  append_dispatch(page, sources.dispatch);
  append_refused(page, sources);
  append_store(page, sources.store);
  append_webhooks(page, sources.webhooks.counters());
}

}  // namespace waycast::app
