#include "tracking/stats/time_zone.h"

#include <gtest/gtest.h>

#include "base/time_format.h"

namespace waycast {
namespace {

TimePoint at(std::string_view text) { return parse_time(text).value(); }

TimeZone zone(std::string_view name) {
  const auto loaded = TimeZone::load(name);
  EXPECT_TRUE(loaded) << name;
  return loaded.value_or(TimeZone{});
}

TEST(TimeZone, UtcDaysBeginAtMidnight) {
  EXPECT_EQ(TimeZone().start_of_day(at("2026-03-05T17:00:00Z")), at("2026-03-05T00:00:00Z"));
  EXPECT_EQ(TimeZone().start_of_next_day(at("2026-03-05T17:00:00Z")), at("2026-03-06T00:00:00Z"));
}

TEST(TimeZone, AHalfHourZone) {
  const TimeZone kolkata = zone("Asia/Kolkata");
  EXPECT_EQ(kolkata.start_of_day(at("2026-03-05T18:29:59.999Z")), at("2026-03-04T18:30:00Z"));
  EXPECT_EQ(kolkata.start_of_day(at("2026-03-05T18:30:00Z")), at("2026-03-05T18:30:00Z"));
}

TEST(TimeZone, DaysOf23And25Hours) {
  const TimeZone berlin = zone("Europe/Berlin");
  const TimePoint spring = at("2026-03-29T10:00:00Z"), autumn = at("2026-10-25T10:00:00Z");
  EXPECT_EQ(berlin.start_of_next_day(spring) - berlin.start_of_day(spring), std::chrono::hours(23));
  EXPECT_EQ(berlin.start_of_next_day(autumn) - berlin.start_of_day(autumn), std::chrono::hours(25));
  EXPECT_EQ(berlin.start_of_day(spring), at("2026-03-28T23:00:00Z"));
  EXPECT_EQ(berlin.start_of_day(autumn), at("2026-10-24T22:00:00Z"));
}

// Zone files list the changes up to 2037 at most.
TEST(TimeZone, SummerTimeGoesOnAfterTheLastListedChange) {
  const TimeZone berlin = zone("Europe/Berlin"), santiago = zone("America/Santiago");
  EXPECT_EQ(berlin.offset_at(at("2050-07-01T00:00:00Z")), std::chrono::hours(2));
  EXPECT_EQ(berlin.offset_at(at("2050-01-01T00:00:00Z")), std::chrono::hours(1));
  EXPECT_EQ(berlin.offset_at(at("2050-03-27T00:59:59.999Z")), std::chrono::hours(1));
  EXPECT_EQ(berlin.offset_at(at("2050-03-27T01:00:00Z")), std::chrono::hours(2));
  EXPECT_EQ(berlin.offset_at(at("2050-10-30T01:00:00Z")), std::chrono::hours(1));
  EXPECT_EQ(santiago.offset_at(at("2050-01-01T00:00:00Z")), std::chrono::hours(-3));
  EXPECT_EQ(santiago.offset_at(at("2050-07-01T00:00:00Z")), std::chrono::hours(-4));
}

TEST(TimeZone, ReadsEveryFormOfRule) {
  const auto offset = [](std::string_view rule, std::string_view when) {
    const auto parsed = PosixZone::parse(rule);
    EXPECT_TRUE(parsed) << rule;
    return parsed ? parsed->offset_at(at(when)) : Duration(0);
  };
  EXPECT_EQ(offset("<+0530>-5:30", "2050-07-01T00:00:00Z"), std::chrono::minutes(330));
  EXPECT_EQ(offset("UTC0", "2050-07-01T00:00:00Z"), Duration(0));
  EXPECT_EQ(offset("AAA0BBB,J60/0,J300/0", "2048-03-01T00:00:00Z"), std::chrono::hours(1));
  EXPECT_EQ(offset("AAA0BBB,J60/0,J300/0", "2048-02-29T23:00:00Z"), Duration(0));
  EXPECT_EQ(offset("AAA0BBB,60/0,300/0", "2048-02-29T23:00:00Z"), Duration(0));
  EXPECT_EQ(offset("AAA0BBB,59/0,300/0", "2048-02-29T00:00:00Z"), std::chrono::hours(1));
  EXPECT_EQ(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T00:59:00Z"),
            std::chrono::hours(-2));
  EXPECT_EQ(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z"),
            std::chrono::hours(-1));
  for (const char* bad : {"", "X1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0",
                          "CET-1CEST,M13.5.0,M1.1.0", "CET-1CEST,M3.5.0,M10.5.0/3x"}) {
    EXPECT_FALSE(PosixZone::parse(bad)) << bad;
  }
}

TEST(TimeZone, RefusesWhatIsNoZone) {
  EXPECT_FALSE(TimeZone::load("Mars/Olympus"));
  EXPECT_FALSE(TimeZone::load("../../etc/passwd"));
  EXPECT_FALSE(TimeZone::load("/etc/passwd"));
  EXPECT_FALSE(TimeZone::load(""));
  EXPECT_FALSE(TimeZone::parse("TZif2 but nothing more"));
}

}  // namespace
}  // namespace waycast
