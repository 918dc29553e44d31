// Writes down why each pilot near a booking was or was not offered it. A search that finds what the
// last one found adds no rows, however often it is repeated.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "tracking/matching/candidates.h"
#include "tracking/offers.h"

namespace waycast {

class MatchJournal {
 public:
  explicit MatchJournal(BookingId booking) : booking_(std::move(booking)) {}

  // `offers` are those made to the best of `candidates.ranked`.
  std::vector<JournalEntry> rows(int round, const Candidates& candidates,
                                 const std::vector<Offer>& offers, TimePoint now);

 private:
  bool is_news(const PilotId& pilot, std::string_view reason);

  BookingId booking_;
  std::map<PilotId, std::string_view> last_reason_;
};

}  // namespace waycast
