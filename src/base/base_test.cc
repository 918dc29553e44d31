#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <charconv>
#include <cmath>
#include <future>
#include <limits>
#include <random>

#include "base/error.h"
#include "base/geo.h"
#include "base/ids.h"
#include "base/json_writer.h"
#include "base/manual_loop.h"
#include "base/principal.h"
#include "base/thread_loop.h"
#include "base/time_format.h"

namespace waycast {
namespace {

using std::chrono::milliseconds;

TEST(Error, CodeIsWrittenAsTheContractSays) {
  EXPECT_EQ(code_string(Code::kRateLimit), "ERR_1003");
  const Result<int> failed = fail(Code::kValidation, "lat must be a number", "lat");
  EXPECT_EQ(failed.error().field, "lat");
}

TEST(TimeFormat, RoundTripsMilliseconds) {
  const auto at = parse_time("2026-11-24T08:15:30.123Z");
  ASSERT_TRUE(at);
  EXPECT_EQ(format_time(*at), "2026-11-24T08:15:30.123Z");
}

TEST(TimeFormat, ReadsOffsetsAndShortFractions) {
  EXPECT_EQ(parse_time("2026-11-24T08:15:30+05:30"), parse_time("2026-11-24T02:45:30.000Z"));
  EXPECT_EQ(parse_time("2026-11-24T08:15:30.5Z"), parse_time("2026-11-24T08:15:30.500Z"));
}

TEST(TimeFormat, SecondsAndTheColonOfAnOffsetMayBeLeftOut) {
  EXPECT_EQ(parse_time("2027-06-01T12:00Z"), parse_time("2027-06-01T12:00:00.000Z"));
  EXPECT_EQ(parse_time("2027-06-01T12:00+0530"), parse_time("2027-06-01T06:30:00.000Z"));
  EXPECT_EQ(parse_time("2027-06-01T12:00:30.25-0130"), parse_time("2027-06-01T13:30:30.250Z"));
  for (const char* text :
       {"2027-06-01T12:Z", "2027-06-01T12Z", "2027-06-01T12:00+053", "2027-06-01T12:00+05300",
        "2027-06-01T12:00+05-30", "2027-06-01T12:00+2400", "2027-06-01T12:00.5Z"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(TimeFormat, AnOffsetLeadsToNoYearThatCannotBeWritten) {
  EXPECT_FALSE(parse_time("0000-01-01T00:00:00+23:59"));
  EXPECT_FALSE(parse_time("9999-12-31T23:59:59-23:59"));
  for (const char* text : {"0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"}) {
    EXPECT_EQ(format_time(parse_time(text).value()), text);
  }
  EXPECT_EQ(format_time(kLastTime + milliseconds{1}), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time(kFirstTime - milliseconds{1}), "0000-01-01T00:00:00.000Z");
}

TEST(TimeFormat, AnEventIsOf2000OrLater) {
  EXPECT_FALSE(parse_event_time("1999-12-31T23:59:59.999Z"));
  EXPECT_FALSE(parse_event_time("2000-01-01T00:00:00+00:01"));
  EXPECT_EQ(parse_event_time("2000-01-01T00:00Z"), parse_time("2000-01-01T00:00:00.000Z"));
}

TEST(TimeFormat, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-24",
        "2026-11-24T08:15:30", "2026-11-24T25:00:00Z", "2026-11-24T08:15:30.Z"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Ids, AreTimeOrderedAndUnique) {
  const TimePoint t{milliseconds{1'767'225'600'000}};
  const std::string first = new_id(t);
  EXPECT_EQ(first.size(), 26U);
  EXPECT_NE(first, new_id(t));
  EXPECT_LT(first, new_id(t + milliseconds{1}));
}

TEST(Ids, OrderForEveryTime) {
  const TimePoint now{milliseconds{1'767'225'600'000}};
  for (const TimePoint early : {kFirstTime, TimePoint{milliseconds{-1}}, TimePoint{}}) {
    EXPECT_LT(point_id("b", early), point_id("b", now));
    EXPECT_LT(new_id(early), new_id(now));
  }
  for (const TimePoint late : {kLastTime, TimePoint::max()}) {
    EXPECT_GT(point_id("b", late), point_id("b", now));
  }
  EXPECT_EQ(point_id("b", kLastTime).size(), kPointIdSize);
}

TEST(Ids, APointsIdDerivesFromWhatItIs) {
  const TimePoint t{milliseconds{1'767'225'600'000}};
  EXPECT_EQ(point_id("booking-1", t), point_id("booking-1", t));
  EXPECT_NE(point_id("booking-1", t), point_id("booking-2", t));
  EXPECT_NE(point_id("booking-1", t), point_id("booking-1", t + milliseconds{1}));
}

TEST(Geo, HaversineOfAKnownDistance) {
  EXPECT_NEAR(haversine_km({52.5200, 13.4050}, {48.8566, 2.3522}), 877.5, 1.0);
  EXPECT_NEAR(haversine_km({0, 179.9}, {0, -179.9}), 22.2, 0.1);
}

TEST(Geo, ABoxMayCrossTheAntimeridian) {
  const GeoBox pacific{10, -10, -170, 170};
  EXPECT_TRUE(pacific.contains({0, 175}));
  EXPECT_TRUE(pacific.contains({0, -175}));
  EXPECT_FALSE(pacific.contains({0, 0}));
}

TEST(Geo, APannedMapIsWrapped) {
  const auto sides = [](double west, double east) {
    const GeoBox box =
        with_wrapped_longitudes({.north = 1, .south = -1, .east = east, .west = west});
    return std::pair(box.west, box.east);
  };
  EXPECT_EQ(sides(170, 190), std::pair(170.0, -170.0));
  EXPECT_EQ(sides(-190, -170), std::pair(170.0, -170.0));
  EXPECT_EQ(sides(190, 200), std::pair(-170.0, -160.0));
  EXPECT_EQ(sides(730, 740), std::pair(10.0, 20.0));
  EXPECT_EQ(sides(-180, 180), std::pair(-180.0, 180.0));
  EXPECT_EQ(sides(-200, 200), std::pair(-180.0, 180.0));
  EXPECT_EQ(sides(100, 460), std::pair(-180.0, 180.0));
  EXPECT_EQ(sides(170, -170), std::pair(170.0, -170.0));
  EXPECT_EQ(sides(-10, 180), std::pair(-10.0, 180.0));
}

TEST(JsonWriter, WritesExactNumbersAndEscapes) {
  std::string out;
  JsonWriter w(out);
  w.begin_object().field("lat", 12.9715987).field("n", 3).field("t", "a\"b\n\x01");
  w.null_field("speed").key("list").begin_array().value(1).value(true).end_array();
  w.optional_field("none", std::optional<double>{}).end_object();
  EXPECT_EQ(out, R"({"lat":12.9715987,"n":3,"t":"a\"b\n\u0001","speed":null,"list":[1,true]})");
}

std::string number_text(double value) {
  std::string out;
  append_json_number(out, value);
  return out;
}

double number_of(const std::string& text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value).ptr;
  return end == text.data() + text.size() ? value : std::numeric_limits<double>::quiet_NaN();
}

TEST(JsonWriter, WritesNumbersThatReadBackAsTheyWere) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> degrees(-180, 180);
  for (int i = 0; i < 20'000; ++i) {
    const double exact = degrees(random);
    EXPECT_EQ(number_of(number_text(exact)), exact);
    const double unit = std::pow(10, i % 10);
    const double rounded = std::round(exact * unit) / unit;
    EXPECT_EQ(number_of(number_text(rounded)), rounded);
    const auto any = std::bit_cast<double>(random());
    if (std::isfinite(any)) {
      EXPECT_EQ(number_of(number_text(any)), any);
    }
  }
}

TEST(JsonWriter, WritesFewDecimalsAsShortAsTheyAre) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(-0.5), "-0.5");
  EXPECT_EQ(number_text(100'000), "100000");
  EXPECT_EQ(number_text(72.5714), "72.5714");
  EXPECT_EQ(number_text(-179.0000001), "-179.0000001");
  EXPECT_EQ(number_text(0.0000001), "0.0000001");
  EXPECT_EQ(number_text(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(number_text(99'999'999.9999999), "99999999.9999999");
}

TEST(JsonWriter, HasNoNumberForInfinity) {
  std::string out;
  append_json_number(out, std::numeric_limits<double>::infinity());
  EXPECT_EQ(out, "null");
}

TEST(ManualLoop, FiresTimersInOrderAtTheirOwnMoment) {
  ManualLoop loop;
  std::string order;
  loop.after(milliseconds{20}, [&] { order += 'b'; });
  loop.after(milliseconds{10}, [&] { order += 'a'; });
  const TimerId never = loop.after(milliseconds{15}, [&] { order += 'x'; });
  loop.cancel(never);
  loop.advance(milliseconds{19});
  EXPECT_EQ(order, "a");
  loop.advance(milliseconds{1});
  EXPECT_EQ(order, "ab");
}

TEST(ThreadLoop, RunsPostsInOrderAndTimersAfterThem) {
  const SystemClock clock;
  ThreadLoop loop(clock);
  std::promise<std::string> done;
  std::string order;
  loop.post([&] {
    order += '1';
    loop.after(milliseconds{1}, [&] { done.set_value(order + 't'); });
  });
  loop.post([&] { order += '2'; });
  EXPECT_EQ(done.get_future().get(), "12t");
}

TEST(ThreadLoop, StopRunsWhatWasPosted) {
  const SystemClock clock;
  std::atomic<int> ran = 0;
  ThreadLoop loop(clock);
  for (int i = 0; i < 100; ++i) loop.post([&] { ++ran; });
  loop.stop();
  EXPECT_EQ(ran, 100);
}

TEST(Principal, KeyIsThePersonalRoom) {
  EXPECT_EQ((Principal{Role::kPilot, "p1", {}, {}}.key()), "pilot:p1");
  EXPECT_EQ(parse_role("driver"), std::nullopt);
}

}  // namespace
}  // namespace waycast
