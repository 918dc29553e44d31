// The error codes that clients see, and the value type that carries them (docs/protocol.md, "Error
// codes").
//
// Recoverable errors are values: functions return Result<T>. Exceptions mean a bug or a failed
// start-up.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace waycast {

enum class Code : std::uint16_t {
  kInternal = 1000,
  kValidation = 1001,
  kNotFound = 1002,
  kRateLimit = 1003,
  kUnavailable = 1004,
  kAuthenticationRequired = 1100,
  kBadCredentials = 1101,
  kTokenExpired = 1102,
  kTokenInvalid = 1103,
  kForbidden = 1200,
  kNotYours = 1201,
  kRoleRequired = 1202,
  kSuspended = 1203,
  kUserNotFound = 1300,
  kPilotNotFound = 1301,
  kBookingNotFound = 1302,
  kVehicleNotFound = 1303,
  kAddressNotFound = 1304,
  kOfferNotFound = 1308,
  kAlreadyFinished = 1400,
  kCannotCancel = 1401,
  kPilotNotAvailable = 1402,
  kPilotNotApproved = 1403,
  kOfferExpired = 1407,
  kOfferAnswered = 1408,
  kInvalidStatusChange = 1410,
  kDuplicate = 1411,
  kLimitReached = 1412,
  kDatabase = 1500,
};

// A failure as the client will see it. `field` names the offending input of a validation error,
// else empty.
struct Error {
  Code code = Code::kInternal;
  std::string message;
  std::string field;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

// "ERR_1003"
std::string code_string(Code code);

// The usual wording for a code ("Rate limit exceeded"), used where no better message is known.
std::string_view default_message(Code code);

inline std::unexpected<Error> fail(Code code) {
  return std::unexpected(Error{code, std::string(default_message(code)), {}});
}
inline std::unexpected<Error> fail(Code code, std::string message, std::string field = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(field)});
}

}  // namespace waycast
