// Writes down why each pilot near a booking was or was not offered it. A search that finds what the
// last one found adds no rows, however often it is repeated; after `max_rows` of this process only
// offers do.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "tracking/matching/candidates.h"
#include "tracking/offers.h"

namespace waycast {

class MatchJournal {
 public:
  explicit MatchJournal(BookingId booking, std::size_t max_rows = SIZE_MAX)
      : booking_(std::move(booking)), rows_left_(max_rows) {}

  // `offers` are those made to the best of `candidates.ranked`.
  std::vector<JournalEntry> rows(int round, const Candidates& candidates,
                                 const std::vector<Offer>& offers, TimePoint now);

 private:
  bool is_news(const PilotId& pilot, std::string_view reason);

  BookingId booking_;
  std::map<PilotId, std::string_view> last_reason_;
  std::size_t rows_left_;
};

}  // namespace waycast
