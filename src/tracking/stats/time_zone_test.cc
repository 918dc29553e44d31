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

TEST(TimeZone, RefusesWhatIsNoZone) {
  EXPECT_FALSE(TimeZone::load("Mars/Olympus"));
  EXPECT_FALSE(TimeZone::load("../../etc/passwd"));
  EXPECT_FALSE(TimeZone::load("/etc/passwd"));
  EXPECT_FALSE(TimeZone::load(""));
  EXPECT_FALSE(TimeZone::parse("TZif2 but nothing more"));
}

}  // namespace
}  // namespace waycast
