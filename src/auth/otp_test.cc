#include "auth/otp.h"

#include <gtest/gtest.h>

#include <set>

#include "auth/webhook_signature.h"

namespace waycast::auth {
namespace {

TEST(Otp, HasTheAskedNumberOfDigits) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const auto code = new_otp(6);
    EXPECT_EQ(code.size(), 6U);
    EXPECT_EQ(code.find_first_not_of("0123456789"), std::string::npos);
    seen.insert(code);
  }
  EXPECT_GT(seen.size(), 40U);
}

TEST(WebhookSignature, CoversTimeAndBody) {
  const TimePoint now{Duration{1'700'000'000'000}};
  const auto signature = webhook_signature("key", "{}", now);
  // printf '1700000000.{}' | openssl dgst -sha256 -hmac key
  EXPECT_EQ(signature,
            "t=1700000000,v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae");
  EXPECT_NE(signature, webhook_signature("key", "{ }", now));
  EXPECT_NE(signature, webhook_signature("kez", "{}", now));
}

}  // namespace
}  // namespace waycast::auth
