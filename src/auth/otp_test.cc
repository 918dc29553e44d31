#include "auth/otp.h"

#include <gtest/gtest.h>

#include <set>

#include "auth/webhook_signature.h"

namespace waycast::auth {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kAllowed{0};
constexpr SteadyTime kStart{Duration{1'000'000}};

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

TEST(OtpGuard, LocksAKeyAfterFiveWrongCodes) {
  OtpGuard guard;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guard.admit_attempt("+1", kStart), kAllowed) << i;
  EXPECT_EQ(guard.admit_attempt("+1", kStart + seconds(1)), Duration{minutes(15) - seconds(1)});
  EXPECT_EQ(guard.admit_attempt("+2", kStart), kAllowed);
  EXPECT_EQ(guard.admit_attempt("+1", kStart + minutes(15)), kAllowed);
  for (int i = 0; i < 4; ++i) guard.admit_attempt("+1", kStart + minutes(15));
  EXPECT_GT(guard.admit_attempt("+1", kStart + minutes(16)), kAllowed) << "locks again";
}

TEST(OtpGuard, ARightCodeForgivesWrongOnes) {
  OtpGuard guard;
  for (int i = 0; i < 4; ++i) guard.admit_attempt("+1", kStart);
  EXPECT_EQ(guard.admit_attempt("+1", kStart), kAllowed);
  guard.succeeded("+1");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guard.admit_attempt("+1", kStart), kAllowed) << i;
}

TEST(OtpGuard, AnAttemptThatTheStoreCouldNotJudgeDoesNotCount) {
  OtpGuard guard;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(guard.admit_attempt("+1", kStart), kAllowed);
    guard.not_judged("+1");
  }
}

TEST(OtpGuard, RemembersABoundedNumberOfKeys) {
  OtpGuard guard({.max_keys = 100});
  for (int i = 0; i < 5; ++i) guard.admit_attempt("+locked", kStart + seconds(1));
  for (int i = 0; i < 50; ++i) guard.admit_attempt(std::to_string(i), kStart);
  for (int i = 0; i < 60; ++i) guard.admit_attempt("b" + std::to_string(i), kStart + seconds(2));
  EXPECT_GT(guard.admit_attempt("+locked", kStart + seconds(3)), kAllowed)
      << "keys used longer ago are forgotten first";
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
