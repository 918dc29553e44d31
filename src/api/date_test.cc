#include "api/date.h"

#include <gtest/gtest.h>

namespace waycast::api {
namespace {

using std::chrono::hours;

TEST(Date, ADateIsItsFirstMoment) {
  EXPECT_EQ(parse_date("1970-01-02"), TimePoint{hours{24}});
  EXPECT_EQ(parse_date("1970-01-02T03:00:00+02:00"), TimePoint{hours{25}});
}

TEST(Date, IsOfSomebodyAlive) {
  EXPECT_TRUE(parse_date("1900-01-01"));
  EXPECT_FALSE(parse_date("1899-12-31"));
  EXPECT_FALSE(parse_date("0000-01-01T00:00:00+23:59"));
  EXPECT_FALSE(parse_date("9999-12-31T23:59:59-23:59"));
}

TEST(Date, WhatIsNoDateIsNone) {
  for (const char* text : {"", "1970", "1970-02-30", "70-01-02xx", "1970-01-02T", "yesterday!"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace waycast::api
