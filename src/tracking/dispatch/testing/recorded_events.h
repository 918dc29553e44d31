// Events that a test reads back: one line per event in `log`, in order, and the values beside it.
#pragma once

#include <string>
#include <vector>

#include "tracking/ports/events.h"

namespace waycast::testing {

class RecordedEvents final : public Events {
 public:
  std::vector<std::string> log;
  std::vector<BookingChange> changes;
  std::vector<Offer> offers;
  std::vector<std::pair<Offer, OfferEnd>> ends;
  std::vector<Notification> notices;
  std::vector<Stats> stats;

  void booking_created(const BookingDetails& booking) override {
    log.push_back("created " + booking.booking.id.str());
  }
  void booking_changed(const BookingChange& change, const Principal& by) override {
    const Booking& booking = change.details.booking;
    log.push_back(booking.id.str() + " " + std::string(to_string(booking.status)) + " by " +
                  by.key());
    changes.push_back(change);
  }
  void offer_made(const Offer& offer, const BookingDetails& booking) override {
    log.push_back("offer " + booking.booking.id.str() + " to " + offer.pilot_id.str());
    offers.push_back(offer);
  }
  void offer_ended(const Offer& offer, OfferEnd reason) override {
    log.push_back("offer " + offer.booking_id.str() + " to " + offer.pilot_id.str() +
                  " ended: " + std::string(to_string(reason)));
    ends.emplace_back(offer, reason);
  }
  void stats_changed(const Stats& changed) override { stats.push_back(changed); }
  void notified(const Notification& notification) override { notices.push_back(notification); }

  void clear() { *this = {}; }
};

}  // namespace waycast::testing
