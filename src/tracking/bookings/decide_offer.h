// How an offer ends (docs/domain.md, "Matching"): each ends once.
#pragma once

#include <optional>

#include "base/error.h"
#include "tracking/offers.h"

namespace waycast {

// May `pilot` answer this offer at that moment? ERR_1308 no such offer of theirs, ERR_1407 its time
// is over, ERR_1408 it has ended otherwise. Without a moment only the offer's state counts.
Result<void> check_answerable(const std::optional<Offer>& offer, const PilotId& pilot,
                              std::optional<TimePoint> answered_at);

// The offer as it is when it has ended.
Offer ended_offer(Offer offer, OfferState as, TimePoint at);

// An offer outside a booking's own change: declined (`by` its pilot), over, or withdrawn. Errors as
// above; whoever acts for the server may end a pending offer at any moment.
Result<Offer> decide_offer_end(const std::optional<Offer>& offer, const std::optional<PilotId>& by,
                               OfferState as, TimePoint at);

}  // namespace waycast
