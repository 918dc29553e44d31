// Settings of tokens and of one-time login codes.
#include "app/setting_rows.h"

namespace waycast::app {

void add_sign_in_rows(SettingRows& rows) {
  rows.push_back(from_variable(
      "JWT_SECRET", secret(text_row("jwt_secret",
                                    "The key that signs tokens and checks them, at least 32 bytes. "
                                    "Services that make tokens of their own need the same one.",
                                    [](auto& s) -> auto& { return s.jwt_secret; }))));
  rows.push_back(from_variable(
      "JWT_EXPIRES_IN",
      of_kind(SettingKind::kTime,
              make_row(
                  "jwt_expires_in",
                  "How long a token that is made here is good for, read as jsonwebtoken reads it: "
                  "7d, 2 weeks, 1.5h.",
                  [](auto& s) -> auto& { return s.jwt_expires_in; }, parse_token_life,
                  show_time_span))));
  rows.push_back(
      from_variable("OTP_EXPIRY_MINUTES",
                    count_row("otp_expiry_minutes", "How many minutes a login code is good for.",
                              {1, 1440}, [](auto& s) -> auto& { return s.otp_expiry_minutes; })));
  rows.push_back(count_row("login_attempts",
                           "How many wrong login codes an address that asked for a code may send "
                           "for each code that it was sent. Then it has to ask for another.",
                           {1, 100},
                           [](auto& s) -> auto& { return s.login_codes.wrong_of_address; }));
  rows.push_back(count_row(
      "login_attempts_elsewhere",
      "How many wrong login codes all other addresses together may send for each code that is "
      "sent. A guesser uses these up; the person who asked for the code still gets in.",
      {1, 1000}, [](auto& s) -> auto& { return s.login_codes.wrong_elsewhere; }));
}

}  // namespace waycast::app
