#include "auth/duration.h"

#include <gtest/gtest.h>

namespace waycast::auth {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Duration, ReadsWhatTheNpmPackageMsReads) {
  EXPECT_EQ(parse_duration("7d"), Duration{days(7)});
  EXPECT_EQ(parse_duration("7 days"), Duration{days(7)});
  EXPECT_EQ(parse_duration("1 Day"), Duration{days(1)});
  EXPECT_EQ(parse_duration("2 weeks"), Duration{days(14)});
  EXPECT_EQ(parse_duration("24H"), Duration{hours(24)});
  EXPECT_EQ(parse_duration("1.5h"), Duration{minutes(90)});
  EXPECT_EQ(parse_duration(".5 hrs"), Duration{minutes(30)});
  EXPECT_EQ(parse_duration("30 m"), Duration{minutes(30)});
  EXPECT_EQ(parse_duration("10 mins"), Duration{minutes(10)});
  EXPECT_EQ(parse_duration("45secs"), Duration{seconds(45)});
  EXPECT_EQ(parse_duration("500ms"), Duration{500});
  EXPECT_EQ(parse_duration("500 milliseconds"), Duration{500});
  EXPECT_EQ(parse_duration("1y"), Duration{milliseconds(31'557'600'000)});
  EXPECT_EQ(parse_duration(" 7d "), Duration{days(7)});
}

TEST(Duration, ABareNumberIsMilliseconds) {
  EXPECT_EQ(parse_duration("120"), Duration{120});
  EXPECT_EQ(parse_duration("3600000"), Duration{hours(1)});
}

TEST(Duration, RefusesEverythingElse) {
  for (const char* bad : {"", " ", "d", "-1d", "+1d", "0", "0d", "7 days ago", "1.d", "1..5h",
                          "1e3s", "1 month", "0.1ms", "99999999999999999d", "101y", "7d 3h"}) {
    EXPECT_FALSE(parse_duration(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace waycast::auth
