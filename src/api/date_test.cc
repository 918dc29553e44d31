#include "api/date.h"

#include <gtest/gtest.h>

namespace waycast::api {
namespace {

using std::chrono::hours;

TEST(Date, ADateIsItsFirstMoment) {
  EXPECT_EQ(parse_date("1970-01-02"), TimePoint{hours{24}});
  EXPECT_EQ(parse_date("1970-01-02T03:00:00+02:00"), TimePoint{hours{25}});
}

TEST(Date, WhatIsNoDateIsNone) {
  for (const char* text : {"", "1970", "1970-02-30", "70-01-02xx", "1970-01-02T", "yesterday!"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace waycast::api
