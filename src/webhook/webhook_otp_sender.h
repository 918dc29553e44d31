// One-time passwords through a webhook: the receiver sends the SMS.
#pragma once

#include <string>

#include "auth/otp_sender.h"
#include "webhook/sender.h"

namespace waycast::webhook {

class WebhookOtpSender final : public auth::OtpSender {
 public:
  // `sender` and `clock` outlive this. type `otp`, data { phone, code, purpose, expiresAt }.
  WebhookOtpSender(Sender& sender, std::string url, const Clock& clock);

  // Done as soon as the message is queued: a slow SMS gateway does not keep the client waiting.
  void send(auth::OtpMessage message, Executor& reply_to, Done<void> done) override;

 private:
  Sender& sender_;
  std::string url_;
  const Clock& clock_;
};

}  // namespace waycast::webhook
