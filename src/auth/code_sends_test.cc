#include "auth/code_sends.h"

#include <gtest/gtest.h>

namespace waycast::auth {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kSent{0};
constexpr SteadyTime kNoon{Duration{1'000'000}};

TEST(CodeSends, AllowsThreeInAnyMinute) {
  CodeSends sends;
  EXPECT_EQ(sends.admit("+1", kNoon), kSent);
  EXPECT_EQ(sends.admit("+1", kNoon + seconds(20)), kSent);
  EXPECT_EQ(sends.admit("+1", kNoon + seconds(40)), kSent);
  EXPECT_EQ(sends.admit("+1", kNoon + seconds(50)), Duration{seconds(10)});
  EXPECT_EQ(sends.admit("+2", kNoon + seconds(50)), kSent);
  EXPECT_EQ(sends.admit("+1", kNoon + seconds(60)), kSent);
  EXPECT_EQ(sends.admit("+1", kNoon + seconds(61)), Duration{seconds(19)});
}

// However eagerly somebody asks: codes to guess are few, and the owner is never without one for
// longer than a code lives.
TEST(CodeSends, WhoAsksAllTheTimeGetsOneEveryFiveMinutes) {
  CodeSends sends;
  int sent = 0;
  SteadyTime last = kNoon;
  for (SteadyTime now = kNoon; now < kNoon + minutes(10 * 60); now += seconds(1)) {
    if (sends.admit("+1", now) != kSent) continue;
    EXPECT_LE(now - last, minutes(5));
    last = now;
    ++sent;
  }
  EXPECT_LE(sent, 10 + 10 * 12);
  EXPECT_GE(sent, 10 * 12);
}

TEST(CodeSends, RemembersABoundedNumberOfPhones) {
  CodeSends sends({.max_keys = 100});
  for (int i = 0; i < 3; ++i) sends.admit("+busy", kNoon);
  for (int i = 0; i < 500; ++i) sends.admit(std::to_string(i), kNoon);
  EXPECT_GT(sends.admit("+busy", kNoon + seconds(1)), kSent) << "who is at rest is forgotten first";
}

}  // namespace
}  // namespace waycast::auth
