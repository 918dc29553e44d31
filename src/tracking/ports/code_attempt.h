// A login code that somebody typed, and what the store makes of it. Wrong ones are counted for the
// newest code that was sent to the phone and for the address they come from, so that nobody but the
// guesser is locked out, and only until another code is sent.
//
// A code of six digits is compared with at most `live_codes` that were sent. Each that is sent
// admits `wrong_of_address` from each address that asked for one of those, and `wrong_elsewhere`
// from all others together. The sends of a phone are limited (auth/code_sends.h), and so are the
// guesses.
#pragma once

#include <string>

#include "base/clock.h"
#include "tracking/enums.h"

namespace waycast {

struct CodeLimits {
  int wrong_of_address = 5;
  int wrong_elsewhere = 10;  // of all addresses that asked for no code, together
  int live_codes = 3;        // the newest that were sent; older ones no longer work
};

struct CodeAttempt {
  std::string phone;  // with or without a '+'
  std::string code;
  OtpPurpose purpose = OtpPurpose::kLogin;
  std::string address;  // whose guesses are counted together
  TimePoint at{};
  CodeLimits limits{};
};

struct CodeVerdict {
  enum class Outcome { kRight, kWrong, kTooMany };
  Outcome outcome = Outcome::kWrong;
  Duration wait{};  // kTooMany: until the code that the guesses were made of is out of date
};

}  // namespace waycast
