// Strong ids: text in the database and on the wire, distinct types in the code.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"

namespace waycast {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}
  explicit Id(std::string_view value) : value_(value) {}
  explicit Id(const char* value) : value_(value) {}

  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }

  friend bool operator==(const Id&, const Id&) = default;
  friend std::strong_ordering operator<=>(const Id& a, const Id& b) {
    return a.value_ <=> b.value_;
  }

 private:
  std::string value_;
};

using UserId = Id<struct UserTag>;
using PilotId = Id<struct PilotTag>;
using AdminId = Id<struct AdminTag>;
using BookingId = Id<struct BookingTag>;
using OfferId = Id<struct OfferTag>;
using VehicleId = Id<struct VehicleTag>;
using VehicleTypeId = Id<struct VehicleTypeTag>;
using AddressId = Id<struct AddressTag>;
using NotificationId = Id<struct NotificationTag>;

// A new time-ordered id: 10 characters of milliseconds since 1970 (of an earlier time: 0) and 16 of
// randomness, Crockford base 32, lower case. Ids made later sort later (to the millisecond).
// Thread-safe.
std::string new_id(TimePoint now);

// The same for a point: derived from what it is, so that a repeated batch makes the same id. 10
// characters of `recorded_at`, 16 of a hash of the booking (or of the pilot, when there is none).
std::string point_id(std::string_view owner, TimePoint recorded_at);
void append_point_id(std::string& out, std::string_view owner, TimePoint recorded_at);
inline constexpr std::size_t kPointIdSize = 26;

}  // namespace waycast

// Not noexcept, although it throws nothing: libstdc++ then keeps each entry's hash beside it, and a
// look-up in a large table compares the ids of the entries with that hash only.
template <class Tag>
struct std::hash<waycast::Id<Tag>> {
  std::size_t operator()(const waycast::Id<Tag>& id) const {
    return std::hash<std::string>{}(id.str());
  }
};
