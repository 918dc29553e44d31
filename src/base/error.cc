#include "base/error.h"

#include <fmt/format.h>

namespace waycast {

std::string code_string(Code code) { return fmt::format("ERR_{}", static_cast<int>(code)); }

std::string_view default_message(Code code) {
  switch (code) {
    case Code::kInternal:
      return "Internal error";
    case Code::kValidation:
      return "Validation failed";
    case Code::kNotFound:
      return "Not found";
    case Code::kRateLimit:
      return "Rate limit exceeded";
    case Code::kUnavailable:
      return "Service unavailable";
    case Code::kAuthenticationRequired:
      return "Authentication required";
    case Code::kBadCredentials:
      return "Invalid credentials";
    case Code::kTokenExpired:
      return "Token expired";
    case Code::kTokenInvalid:
      return "Invalid token";
    case Code::kForbidden:
      return "Forbidden";
    case Code::kNotYours:
      return "Not authorized for this resource";
    case Code::kRoleRequired:
      return "Not allowed for this role";
    case Code::kSuspended:
      return "Account suspended";
    case Code::kUserNotFound:
      return "User not found";
    case Code::kPilotNotFound:
      return "Pilot not found";
    case Code::kBookingNotFound:
      return "Booking not found";
    case Code::kVehicleNotFound:
      return "Vehicle not found";
    case Code::kAddressNotFound:
      return "Address not found";
    case Code::kOfferNotFound:
      return "Offer not found";
    case Code::kAlreadyFinished:
      return "Booking already finished";
    case Code::kCannotCancel:
      return "Booking cannot be cancelled";
    case Code::kPilotNotAvailable:
      return "Pilot not available";
    case Code::kPilotNotApproved:
      return "Pilot not approved";
    case Code::kOfferExpired:
      return "Offer expired";
    case Code::kOfferAnswered:
      return "Offer already answered";
    case Code::kInvalidStatusChange:
      return "Invalid status change";
    case Code::kDuplicate:
      return "Duplicate";
    case Code::kLimitReached:
      return "Limit of the account reached";
    case Code::kDatabase:
      return "Database error";
  }
  return "Error";
}

}  // namespace waycast
