#include "app/redaction.h"

#include <gtest/gtest.h>

namespace waycast::app {
namespace {

TEST(Redaction, HidesATokenWhereverItStands) {
  const std::string token = "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6InBpbG90LTEifQ.abc-DEF_123";
  EXPECT_EQ(redact("auth " + token + " refused"), "auth [token] refused");
  EXPECT_EQ(redact("{\"token\":\"" + token + "\"}"), "{\"token\":\"[token]\"}");
  EXPECT_EQ(redact("Authorization: Bearer opaque-credential"), "Authorization: [token]");
}

TEST(Redaction, KeepsTwoDigitsOfAPhoneNumber) {
  EXPECT_EQ(redact("code sent to +919876543210."), "code sent to [phone]10.");
  EXPECT_EQ(redact("phone=9876543210"), "phone=[phone]10");
}

TEST(Redaction, LeavesEverythingElse) {
  for (const std::string line :
       {"listening on port 5000", "pilot-000001 offline after 30 s", "booking 0123456789ab-x",
        "2026-11-24T08:15:30.123Z", "12.971598712345 77.594562812345", "eye and eyJ", ""}) {
    EXPECT_EQ(redact(line), line);
  }
}

}  // namespace
}  // namespace waycast::app
