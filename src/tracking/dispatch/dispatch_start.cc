// What the dispatch loop remembers across a restart.
#include <map>

#include "tracking/dispatch/dispatch_service.h"

namespace waycast {

struct DispatchService::Loaded {
  std::vector<BookingDetails> bookings;
  std::map<BookingId, std::vector<Offer>> offers;  // of pending bookings, ended ones too
  std::vector<Offer> pending_offers;
  std::vector<FleetPilot> pilots;
  StatsCount stats;
};

Result<DispatchService::Loaded> DispatchService::read_all(StoreReads& reads,
                                                          const TimeZone::Day& today) {
  auto bookings = reads.unfinished_bookings();
  if (!bookings) return std::unexpected(bookings.error());
  auto offers = reads.pending_offers();
  if (!offers) return std::unexpected(offers.error());
  auto pilots = reads.online_pilots();
  if (!pilots) return std::unexpected(pilots.error());
  auto stats = reads.count_stats(today.starts, today.ends);
  if (!stats) return std::unexpected(stats.error());
  Loaded loaded{std::move(*bookings), {}, std::move(*offers), std::move(*pilots), *stats};
  for (const BookingDetails& details : loaded.bookings) {
    if (details.booking.status != BookingStatus::kPending) continue;
    auto history = reads.offers_of_booking(details.booking.id);
    if (!history) return std::unexpected(history.error());
    loaded.offers[details.booking.id] = std::move(*history);
  }
  return loaded;
}

void DispatchService::start(Task ready) {
  core_.loop.post([this, ready = std::move(ready)]() mutable {
    ready_ = std::move(ready);
    load();
  });
}

void DispatchService::load() {
  core_.store.read(
      core_.loop,
      [today = core_.stats.today()](StoreReads& reads) { return read_all(reads, today); },
      [this](Result<Loaded> loaded) {
        if (!loaded) {
          core_.loop.after(core_.settings.storage_retry, [this] { load(); });
          return;
        }
        resume(*loaded);
        is_loaded_ = true;
        for (Task& task : std::exchange(early_, {})) task();
        ready_();
      });
}

void DispatchService::resume(const Loaded& loaded) {
  core_.stats.start(loaded.stats);
  for (const BookingDetails& details : loaded.bookings) core_.bookings.put(details);
  for (const Offer& offer : loaded.pending_offers) offers_.resume(offer);
  fleet_.resume(loaded.pilots);
  for (const BookingDetails& details : loaded.bookings) {
    if (details.booking.status != BookingStatus::kPending) continue;
    matchmaker_.resume(details.booking, loaded.offers.at(details.booking.id));
  }
}

}  // namespace waycast
