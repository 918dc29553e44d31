// What the dispatch loop remembers across a restart.
#include "tracking/dispatch/dispatch_service.h"

namespace waycast {

void DispatchService::start(Task ready) {
  core_.loop.post([this, ready = std::move(ready)]() mutable {
    ready_ = std::move(ready);
    load();
  });
}

void DispatchService::load() {
  core_.store.read(
      core_.loop,
      [today = core_.stats.today()](StoreReads& reads) {
        return reads.open_work(today.starts, today.ends);
      },
      [this](Result<OpenWork> loaded) {
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

void DispatchService::resume(const OpenWork& loaded) {
  core_.stats.start(loaded.stats);
  for (const BookingDetails& details : loaded.bookings) core_.bookings.put(details);
  for (const Offer& offer : loaded.pending_offers) offers_.resume(offer);
  fleet_.resume(loaded.pilots);
  for (const BookingDetails& details : loaded.bookings) {
    if (details.booking.status != BookingStatus::kPending) continue;
    const auto offers = loaded.offers.find(details.booking.id);
    matchmaker_.resume(details.booking,
                       offers == loaded.offers.end() ? std::vector<Offer>{} : offers->second);
  }
}

}  // namespace waycast
