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
  EXPECT_EQ(TimeZone().day_of(at("2026-03-05T17:00:00Z")).starts, at("2026-03-05T00:00:00Z"));
  EXPECT_EQ(TimeZone().day_of(at("2026-03-05T17:00:00Z")).ends, at("2026-03-06T00:00:00Z"));
}

TEST(TimeZone, AHalfHourZone) {
  const TimeZone kolkata = zone("Asia/Kolkata");
  EXPECT_EQ(kolkata.day_of(at("2026-03-05T18:29:59.999Z")).starts, at("2026-03-04T18:30:00Z"));
  EXPECT_EQ(kolkata.day_of(at("2026-03-05T18:30:00Z")).starts, at("2026-03-05T18:30:00Z"));
}

TEST(TimeZone, DaysOf23And25Hours) {
  const TimeZone berlin = zone("Europe/Berlin");
  const TimePoint spring = at("2026-03-29T10:00:00Z"), autumn = at("2026-10-25T10:00:00Z");
  EXPECT_EQ(berlin.day_of(spring).ends - berlin.day_of(spring).starts, std::chrono::hours(23));
  EXPECT_EQ(berlin.day_of(autumn).ends - berlin.day_of(autumn).starts, std::chrono::hours(25));
  EXPECT_EQ(berlin.day_of(spring).starts, at("2026-03-28T23:00:00Z"));
  EXPECT_EQ(berlin.day_of(autumn).starts, at("2026-10-24T22:00:00Z"));
}

// A whole year: each moment belongs to one day, and each day ends where the next begins.
void expect_days_without_gaps(const TimeZone& zone, TimePoint from) {
  TimeZone::Day day = zone.day_of(from);
  for (TimePoint now = from; now < from + std::chrono::days(370);
       now += std::chrono::minutes(193)) {
    const TimeZone::Day found = zone.day_of(now);
    ASSERT_TRUE(found.has(now)) << format_time(now);
    if (found.starts != day.starts) {
      ASSERT_EQ(found.starts, day.ends) << format_time(now);
    }
    day = found;
  }
}

TEST(TimeZone, EveryMomentBelongsToOneDay) {
  const std::pair<const char*, const char*> zones[] = {
      {"America/Havana", "2026-01-01T00:00:00Z"},     {"Asia/Beirut", "2026-01-01T00:00:00Z"},
      {"Africa/Cairo", "2026-01-01T00:00:00Z"},       {"America/Sao_Paulo", "2018-01-01T00:00:00Z"},
      {"America/Santiago", "2026-01-01T00:00:00Z"},   {"Pacific/Apia", "2011-06-01T00:00:00Z"},
      {"America/St_Johns", "2010-01-01T00:00:00Z"},   {"Pacific/Kwajalein", "1993-01-01T00:00:00Z"},
      {"America/Havana", "2044-01-01T00:00:00Z"},     {"America/Asuncion", "2023-01-01T00:00:00Z"},
      {"Australia/Lord_Howe", "2026-01-01T00:00:00Z"}};
  for (const auto& [name, from] : zones) {
    SCOPED_TRACE(name);
    expect_days_without_gaps(zone(name), at(from));
  }
}

TEST(TimeZone, AMidnightThatComesTwice) {
  // 1 November 2026, 01:00 summer time: it is 00:00 again.
  const TimeZone havana = zone("America/Havana");
  const TimePoint starts = at("2026-11-01T04:00:00Z"), ends = at("2026-11-02T05:00:00Z");
  for (const char* now : {"2026-11-01T04:00:00Z", "2026-11-01T04:30:00Z", "2026-11-01T05:00:00Z",
                          "2026-11-01T05:30:00Z", "2026-11-02T04:59:59.999Z"}) {
    EXPECT_EQ(havana.day_of(at(now)).starts, starts) << now;
    EXPECT_EQ(havana.day_of(at(now)).ends, ends) << now;
  }
  EXPECT_EQ(havana.day_of(at("2026-11-01T03:59:59.999Z")).ends, starts);
}

TEST(TimeZone, AMidnightThatIsLeftOut) {
  // 8 March 2026 begins at 01:00.
  const TimeZone havana = zone("America/Havana");
  EXPECT_EQ(havana.day_of(at("2026-03-08T12:00:00Z")).starts, at("2026-03-08T05:00:00Z"));
  EXPECT_EQ(havana.day_of(at("2026-03-08T04:59:59.999Z")).ends, at("2026-03-08T05:00:00Z"));
  EXPECT_EQ(havana.day_of(at("2026-03-08T12:00:00Z")).ends, at("2026-03-09T04:00:00Z"));
}

TEST(TimeZone, AnEveningThatComesTwice) {
  // 7 November 2010, 00:01: it is 23:01 of the day before again. The new day goes on.
  const TimeZone st_johns = zone("America/St_Johns");
  const TimePoint starts = at("2010-11-07T02:30:00Z");
  EXPECT_EQ(st_johns.day_of(at("2010-11-07T02:30:30Z")).starts, starts);
  EXPECT_EQ(st_johns.day_of(at("2010-11-07T03:00:00Z")).starts, starts);
  EXPECT_EQ(st_johns.day_of(at("2010-11-07T03:30:00Z")).starts, starts);
  // 17 February 2019, 00:00: it is 23:00 again, and midnight was not shown.
  const TimeZone sao_paulo = zone("America/Sao_Paulo");
  EXPECT_EQ(sao_paulo.day_of(at("2019-02-17T02:30:00Z")).starts, at("2019-02-16T02:00:00Z"));
  EXPECT_EQ(sao_paulo.day_of(at("2019-02-17T02:30:00Z")).ends, at("2019-02-17T03:00:00Z"));
}

TEST(TimeZone, ADateThatWasLeftOut) {
  // After 29 December 2011 came the 31st.
  const TimeZone apia = zone("Pacific/Apia");
  EXPECT_EQ(apia.day_of(at("2011-12-30T09:59:59Z")).starts, at("2011-12-29T10:00:00Z"));
  EXPECT_EQ(apia.day_of(at("2011-12-30T09:59:59Z")).ends, at("2011-12-30T10:00:00Z"));
  EXPECT_EQ(apia.day_of(at("2011-12-30T10:00:00Z")).starts, at("2011-12-30T10:00:00Z"));
  EXPECT_EQ(apia.day_of(at("2011-12-30T10:00:00Z")).ends, at("2011-12-31T10:00:00Z"));
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
