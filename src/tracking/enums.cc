#include "tracking/enums.h"

#include <array>

namespace waycast {
namespace {

template <class Enum>
struct Names;

#define WAYCAST_NAMES(Enum, ...)                                                 \
  template <>                                                                    \
  struct Names<Enum> {                                                           \
    static constexpr auto kAll = std::to_array<std::string_view>({__VA_ARGS__}); \
  };

WAYCAST_NAMES(BookingStatus, "PENDING", "ACCEPTED", "ARRIVED_PICKUP", "PICKED_UP", "IN_TRANSIT",
              "ARRIVED_DROP", "DELIVERED", "CANCELLED")
WAYCAST_NAMES(PilotStatus, "PENDING", "APPROVED", "REJECTED", "SUSPENDED")
WAYCAST_NAMES(PackageType, "DOCUMENT", "PARCEL", "FOOD", "GROCERY", "MEDICINE", "FRAGILE", "OTHER")
WAYCAST_NAMES(PaymentMethod, "CASH", "UPI", "CARD", "WALLET", "NETBANKING")
WAYCAST_NAMES(PaymentStatus, "PENDING", "COMPLETED", "FAILED", "REFUNDED")
WAYCAST_NAMES(NotificationType, "BOOKING", "PAYMENT", "PROMOTION", "SYSTEM", "CHAT")
WAYCAST_NAMES(AdminRole, "SUPER_ADMIN", "ADMIN", "SUPPORT")
WAYCAST_NAMES(OtpPurpose, "LOGIN", "SIGNUP", "RESET_PASSWORD", "VERIFY_PHONE", "PICKUP", "DELIVERY")
WAYCAST_NAMES(Gender, "MALE", "FEMALE", "OTHER")
WAYCAST_NAMES(OfferState, "PENDING", "ACCEPTED", "DECLINED", "TIMEOUT", "TAKEN", "CANCELLED")
#undef WAYCAST_NAMES

template <class Enum>
std::string_view name_of(Enum value) {
  return Names<Enum>::kAll[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view to_string(BookingStatus value) { return name_of(value); }
std::string_view to_string(PilotStatus value) { return name_of(value); }
std::string_view to_string(PackageType value) { return name_of(value); }
std::string_view to_string(PaymentMethod value) { return name_of(value); }
std::string_view to_string(PaymentStatus value) { return name_of(value); }
std::string_view to_string(NotificationType value) { return name_of(value); }
std::string_view to_string(AdminRole value) { return name_of(value); }
std::string_view to_string(OtpPurpose value) { return name_of(value); }
std::string_view to_string(Gender value) { return name_of(value); }
std::string_view to_string(OfferState value) { return name_of(value); }

template <class Enum>
std::optional<Enum> parse_enum(std::string_view text) {
  const auto& all = Names<Enum>::kAll;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

template std::optional<BookingStatus> parse_enum(std::string_view);
template std::optional<PilotStatus> parse_enum(std::string_view);
template std::optional<PackageType> parse_enum(std::string_view);
template std::optional<PaymentMethod> parse_enum(std::string_view);
template std::optional<PaymentStatus> parse_enum(std::string_view);
template std::optional<NotificationType> parse_enum(std::string_view);
template std::optional<AdminRole> parse_enum(std::string_view);
template std::optional<OtpPurpose> parse_enum(std::string_view);
template std::optional<Gender> parse_enum(std::string_view);
template std::optional<OfferState> parse_enum(std::string_view);

bool may_change(BookingStatus from, BookingStatus to) {
  if (is_finished(from)) return false;
  if (to == BookingStatus::kCancelled) return from <= BookingStatus::kArrivedPickup;
  return static_cast<int>(to) == static_cast<int>(from) + 1;
}

}  // namespace waycast
