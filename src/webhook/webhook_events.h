// Domain events as webhooks, for push services and other systems: one POST per fact and configured
// URL, { "id", "type", "createdAt", "data" } (docs/webhooks.md, "What is sent").
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "tracking/ports/events.h"
#include "webhook/sender.h"

namespace waycast::webhook {

class WebhookEvents final : public Events {
 public:
  // Both outlive this. Called on the dispatch loop; only queues.
  WebhookEvents(Sender& sender, std::vector<std::string> urls, const Clock& clock);

  void booking_created(const BookingDetails& booking) override;
  void booking_changed(const BookingChange& change, const Principal& by) override;
  void offer_made(const Offer&, const BookingDetails&) override {}
  void offer_ended(const Offer&, OfferEnd) override {}
  void stats_changed(const Stats&) override {}
  void notified(const Notification& notification) override;

 private:
  void send(std::string_view type, std::string_view data_json);

  Sender& sender_;
  std::vector<std::string> urls_;
  const Clock& clock_;
};

}  // namespace waycast::webhook
