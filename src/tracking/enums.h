// The enumerations of the existing schema, and their text in the database and on the wire
// (docs/domain.md, "Entities").
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace waycast {

enum class BookingStatus : std::uint8_t {
  kPending,
  kAccepted,
  kArrivedPickup,
  kPickedUp,
  kInTransit,
  kArrivedDrop,
  kDelivered,
  kCancelled,
};
enum class PilotStatus : std::uint8_t { kPending, kApproved, kRejected, kSuspended };
enum class PackageType : std::uint8_t {
  kDocument,
  kParcel,
  kFood,
  kGrocery,
  kMedicine,
  kFragile,
  kOther,
};
enum class PaymentMethod : std::uint8_t { kCash, kUpi, kCard, kWallet, kNetbanking };
enum class PaymentStatus : std::uint8_t { kPending, kCompleted, kFailed, kRefunded };
enum class NotificationType : std::uint8_t { kBooking, kPayment, kPromotion, kSystem, kChat };
enum class AdminRole : std::uint8_t { kSuperAdmin, kAdmin, kSupport };
enum class OtpPurpose : std::uint8_t {
  kLogin,
  kSignup,
  kResetPassword,
  kVerifyPhone,
  kPickup,
  kDelivery
};
enum class Gender : std::uint8_t { kMale, kFemale, kOther };
enum class OfferState : std::uint8_t {
  kPending,
  kAccepted,
  kDeclined,
  kTimeout,
  kTaken,
  kCancelled
};

std::string_view to_string(BookingStatus value);  // "ARRIVED_PICKUP"
std::string_view to_string(PilotStatus value);
std::string_view to_string(PackageType value);
std::string_view to_string(PaymentMethod value);
std::string_view to_string(PaymentStatus value);
std::string_view to_string(NotificationType value);
std::string_view to_string(AdminRole value);
std::string_view to_string(OtpPurpose value);
std::string_view to_string(Gender value);
std::string_view to_string(OfferState value);

// parse_enum<BookingStatus>("PENDING"); nullopt for anything else.
template <class Enum>
std::optional<Enum> parse_enum(std::string_view text);

// ACCEPTED through ARRIVED_DROP: the only time a position may be shared.
constexpr bool is_active(BookingStatus status) {
  return status >= BookingStatus::kAccepted && status <= BookingStatus::kArrivedDrop;
}
constexpr bool is_finished(BookingStatus status) { return status >= BookingStatus::kDelivered; }

// The transition table (docs/domain.md, "Booking life").
bool may_change(BookingStatus from, BookingStatus to);

}  // namespace waycast
