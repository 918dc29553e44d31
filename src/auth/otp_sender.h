// How a one-time password leaves: a port. In development it goes to the log (LogOtpSender); in
// production the application posts it to a signed webhook (its HTTP client is not known here; see
// auth/webhook_signature.h).
#pragma once

#include <string>

#include "base/error.h"
#include "base/executor.h"
#include "base/reply.h"

namespace waycast::auth {

struct OtpMessage {
  std::string phone;
  std::string code;
  std::string purpose;  // "LOGIN"
  TimePoint expires_at{};
};

class OtpSender {
 public:
  virtual ~OtpSender() = default;
  // Any thread; does not block. `done` runs on reply_to: ERR_1004 if the message could not be
  // handed over.
  virtual void send(OtpMessage message, Executor& reply_to, Done<void> done) = 0;
};

// Development only: writes the code to the log, with the phone's last digits.
class LogOtpSender final : public OtpSender {
 public:
  void send(OtpMessage message, Executor& reply_to, Done<void> done) override;
};

}  // namespace waycast::auth
