// Stores the answers of requests that may be repeated, inside the write that makes the change.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

#include "base/error.h"
#include "tracking/account_limits.h"
#include "tracking/bookings/booking_change.h"
#include "tracking/ports/kept_answer.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

// ERR_1411 of a key that is in use.
Error already_running();

// `text` is the answer. ERR_1411 if somebody has answered under this key meanwhile, ERR_1412 for
// too many keys of the identity in a day.
Result<void> store_answer(StoreWrites& writes, AccountRoom& room, const RepeatKey& key,
                          std::string_view text);

// The booking that a command gives, to be shown in its answer.
inline const BookingDetails* booking_in(const BookingDetails& booking) { return &booking; }
inline const BookingDetails* booking_in(const BookingChange& change) { return &change.details; }
inline const BookingDetails* booking_in(const AcceptOutcome& accepted) {
  return &accepted.change.details;
}
inline const BookingDetails* booking_in(const Offer&) { return nullptr; }

// `made`, if its answer could be kept; an error undoes both. Nothing is kept of what failed, nor of
// a request that is not to be repeated.
template <class T>
Result<T> keep_answer(StoreWrites& writes, AccountRoom& room, Result<T> made,
                      const std::optional<KeptAnswer>& answer) {
  if (!made || !answer) return made;
  const BookingDetails* shown = nullptr;
  if constexpr (!std::is_void_v<T>) shown = booking_in(*made);
  const auto kept = store_answer(writes, room, answer->key, answer->text(shown));
  return kept ? made : std::unexpected(kept.error());
}

}  // namespace waycast
