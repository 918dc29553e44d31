#include "tracking/bookings/keep_answer.h"

namespace waycast {

std::string KeptAnswer::text(const BookingDetails* booking) const {
  std::string out = before;
  if (viewer && booking != nullptr) {
    JsonWriter json(out);
    write_booking(json, *booking, *viewer);
  }
  return out += after;
}

Error already_running() {
  return {Code::kDuplicate, "A request with this Idempotency-Key is in progress",
          "Idempotency-Key"};
}

Result<void> store_answer(StoreWrites& writes, AccountRoom& room, const RepeatKey& key,
                          std::string_view text) {
  const auto has_room = room.check(writes.reads(), Holding::kRepeatKeys, key.identity);
  if (!has_room) return has_room;
  auto stored = writes.put_idempotent_answer(key.scope, key.key, text, key.at);
  const bool is_taken = !stored && stored.error().code == Code::kDuplicate;
  return is_taken ? std::unexpected(already_running()) : stored;
}

}  // namespace waycast
