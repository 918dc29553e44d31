// Settings of outgoing webhooks.
#include "app/setting_rows.h"
#include "app/setting_urls.h"

namespace waycast::app {

void add_webhook_rows(SettingRows& rows) {
  rows.push_back(list_row("webhook_urls",
                          "The URLs that are told of bookings and notifications, separated by "
                          "commas.",
                          [](auto& s) -> auto& { return s.webhook.urls; }, parse_web_url,
                          {"https://a.example/hook?x=1,2", "http://127.0.0.1:8080/in"}));
  rows.push_back(checked_row("otp_webhook_url",
                             "The URL that gets one-time passwords and sends them to people. "
                             "Without one they are written to the log.",
                             parse_web_url, {"https://a.example/otp"},
                             [](auto& s) -> auto& { return s.webhook.otp_url; }));
  rows.push_back(secret(text_row("webhook_secret",
                                 "The key that signs webhooks, so that a receiver can tell that "
                                 "they come from here.",
                                 [](auto& s) -> auto& { return s.webhook.secret; })));
  rows.push_back(count_row("max_queued_webhooks",
                           "The most webhooks that may wait for one receiver. More are dropped and "
                           "counted.",
                           {1, 1e7}, [](auto& s) -> auto& { return s.webhook.queued; }));
}

}  // namespace waycast::app
