// Committed facts for several listeners, one after another, in their order.
#pragma once

#include <vector>

#include "tracking/ports/events.h"

namespace waycast::app {

// Filled before dispatch starts; then called on the dispatch loop.
class EventFanOut final : public Events {
 public:
  void add(Events& listener) { listeners_.push_back(&listener); }  // outlives this

  void booking_created(const BookingDetails& booking) override {
    for (Events* listener : listeners_) listener->booking_created(booking);
  }
  void booking_changed(const BookingChange& change, const Principal& by) override {
    for (Events* listener : listeners_) listener->booking_changed(change, by);
  }
  void offer_made(const Offer& offer, const BookingDetails& booking) override {
    for (Events* listener : listeners_) listener->offer_made(offer, booking);
  }
  void offer_ended(const Offer& offer, OfferEnd reason) override {
    for (Events* listener : listeners_) listener->offer_ended(offer, reason);
  }
  void stats_changed(const Stats& stats) override {
    for (Events* listener : listeners_) listener->stats_changed(stats);
  }
  void notified(const Notification& notification) override {
    for (Events* listener : listeners_) listener->notified(notification);
  }

 private:
  std::vector<Events*> listeners_;
};

}  // namespace waycast::app
