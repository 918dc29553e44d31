#include "auth/otp_sender.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace waycast::auth {

void LogOtpSender::send(OtpMessage message, Executor& reply_to, Done<void> done) {
  const auto shown = std::min<std::size_t>(message.phone.size(), 2);
  spdlog::info("one-time password for a phone ending in {}: {} ({})",
               message.phone.substr(message.phone.size() - shown), message.code, message.purpose);
  reply_to.post([done = std::move(done)]() mutable { done(Result<void>{}); });
}

}  // namespace waycast::auth
