#include "webhook/webhook_otp_sender.h"

#include "base/json_writer.h"
#include "webhook/envelope.h"

namespace waycast::webhook {

WebhookOtpSender::WebhookOtpSender(Sender& sender, std::string url, const Clock& clock)
    : sender_(sender), url_(std::move(url)), clock_(clock) {}

void WebhookOtpSender::send(auth::OtpMessage message, Executor& reply_to, Done<void> done) {
  std::string data;
  JsonWriter writer(data);
  writer.begin_object().field("phone", message.phone).field("code", message.code);
  writer.field("purpose", message.purpose).field("expiresAt", message.expires_at).end_object();
  const bool queued = sender_.send(make_delivery("otp", data, url_, clock_.now()));
  reply_to.post([queued, done = std::move(done)]() mutable {
    done(queued ? Result<void>{} : fail(Code::kUnavailable));
  });
}

}  // namespace waycast::webhook
