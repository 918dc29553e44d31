#include "app/reload.h"

#include <gtest/gtest.h>

namespace waycast::app {
namespace {

using Names = std::vector<std::string>;

TEST(Reload, NamesWhatWaitsForTheNextStart) {
  Settings before;
  before.net.tls = {"a.pem", "a.key"};
  Settings after = before;
  EXPECT_EQ(changed_settings(before, after), Names{});
  after.log.level = LogLevel::kDebug;
  after.net.tls = {"b.pem", "b.key"};
  EXPECT_EQ(changed_settings(before, after), Names{}) << "these are taken over";
  after.net.port = 1;
  after.webhook.secret = "another";
  EXPECT_EQ(changed_settings(before, after), (Names{"port", "webhook_secret"}));
  after = before;
  after.net.tls.reset();
  EXPECT_EQ(changed_settings(before, after), (Names{"tls_certificate", "tls_key"}))
      << "TLS is not switched on or off";
}

}  // namespace
}  // namespace waycast::app
