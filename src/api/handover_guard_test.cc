#include "api/handover_guard.h"

#include <gtest/gtest.h>

#include "base/manual_loop.h"
#include "storage/testing/seed.h"

namespace waycast::api {
namespace {

class HandoverGuardTest : public ::testing::Test {
 protected:
  void admit(const std::string& key) {
    guard.admit(key, loop, [](const Result<Duration>& wait) { ASSERT_EQ(wait, Duration{0}); });
    loop.run();
  }

  ManualLoop loop;
  InlineStore store;
  HandoverGuard guard{store, loop.clock()};
};

TEST_F(HandoverGuardTest, AttemptsThatWereNotJudgedLeaveNothingBehind) {
  for (int booking = 0; booking < 100; ++booking) {
    const std::string key = "no-such-booking-" + std::to_string(booking);
    admit(key);
    guard.not_judged(key);
  }
  EXPECT_EQ(guard.size(), 0u);
}

TEST_F(HandoverGuardTest, OneThatIsStillBeingJudgedStays) {
  admit("booking");
  admit("booking");
  guard.not_judged("booking");
  EXPECT_EQ(guard.size(), 1u);
}

}  // namespace
}  // namespace waycast::api
