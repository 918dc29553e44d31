#include "tracking/bookings/decide_offer.h"

namespace waycast {

Result<void> check_answerable(const std::optional<Offer>& offer, const PilotId& pilot,
                              std::optional<TimePoint> answered_at) {
  if (!offer || offer->pilot_id != pilot) return fail(Code::kOfferNotFound);
  if (offer->state == OfferState::kTimeout) return fail(Code::kOfferExpired);
  if (offer->state != OfferState::kPending) return fail(Code::kOfferAnswered);
  if (answered_at && *answered_at >= offer->expires_at) return fail(Code::kOfferExpired);
  return {};
}

Offer ended_offer(Offer offer, OfferState as, TimePoint at) {
  offer.state = as;
  offer.answered_at = at;
  return offer;
}

Result<Offer> decide_offer_end(const std::optional<Offer>& offer, const std::optional<PilotId>& by,
                               OfferState as, TimePoint at) {
  if (!offer) return fail(Code::kOfferNotFound);
  const std::optional<TimePoint> answered_at = by ? std::optional(at) : std::nullopt;
  const auto allowed = check_answerable(offer, by.value_or(offer->pilot_id), answered_at);
  if (!allowed) return std::unexpected(allowed.error());
  return ended_offer(*offer, as, at);
}

}  // namespace waycast
