#include "api/track_formats.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <regex>

namespace waycast::api {
namespace {

std::vector<HistoryEntry> track_of(std::initializer_list<LatLng> places) {
  std::vector<HistoryEntry> track;
  for (const LatLng at : places) {
    HistoryEntry entry;
    entry.at = at;
    entry.created_at = TimePoint{Duration{1'767'225'600'000}} + track.size() * Duration{10'000};
    track.push_back(entry);
  }
  return track;
}

// The first feature, as text: its geometry's type and coordinates, then its times.
std::string line_of(std::initializer_list<LatLng> places) {
  namespace json = boost::json;
  const json::value map = json::parse(geojson({}, track_of(places)));
  const json::value& line = map.at("features").at(0);
  const json::value& geometry = line.at("geometry");
  if (geometry.at("type") == "Point") return "none";
  return json::serialize(geometry.at("type")) + json::serialize(geometry.at("coordinates")) +
         json::serialize(line.at("properties").at("times"));
}

TEST(TrackFormats, AWayWithinTheMapIsOneLine) {
  EXPECT_EQ(line_of({{1, 10}, {2, -20}}),
            R"("LineString"[[10,1],[-20,2]])"
            R"(["2026-01-01T00:00:00.000Z","2026-01-01T00:00:10.000Z"])");
  EXPECT_EQ(line_of({{1, 10}}), "none");
}

TEST(TrackFormats, AWayOverTheAntimeridianIsCutThere) {
  EXPECT_EQ(line_of({{10, 178}, {10, 179}, {12, -179}}),
            R"("MultiLineString"[[[178,10],[179,10],[180,11]],[[-180,11],[-179,12]]])"
            R"([["2026-01-01T00:00:00.000Z","2026-01-01T00:00:10.000Z",)"
            R"("2026-01-01T00:00:15.000Z"],)"
            R"(["2026-01-01T00:00:15.000Z","2026-01-01T00:00:20.000Z"]])");
  EXPECT_TRUE(line_of({{0, -179}, {0, 177}})
                  .starts_with(R"("MultiLineString"[[[-179,0],[-180,0]],[[180,0],[177,0]]][)"));
}

TEST(TrackFormats, APointOnTheAntimeridianMakesNoEmptyLine) {
  EXPECT_TRUE(line_of({{0, 180}, {0, -179}}).starts_with(R"("LineString"[[-180,0],[-179,0]][)"));
  EXPECT_TRUE(line_of({{0, 179}, {0, -180}}).starts_with(R"("LineString"[[179,0],[180,0]][)"));
}

TEST(TrackFormats, GpxWritesDecimalsWithoutExponents) {
  const std::string text =
      gpx({}, track_of({{-4.80000117e-05, 1e-9}, {5e-324, -0.0}, {89.99999999, 180}, {-90, -180}}));
  const std::regex point(R"re(<trkpt lat="([^"]*)" lon="([^"]*)">)re");
  const std::regex decimal(R"(-?\d+(\.\d+)?)");
  int points = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), point), end; it != end; ++it, ++points) {
    EXPECT_TRUE(std::regex_match((*it)[1].str(), decimal)) << (*it)[1];
    EXPECT_TRUE(std::regex_match((*it)[2].str(), decimal)) << (*it)[2];
    EXPECT_LT(std::stod((*it)[2]), 180);
  }
  EXPECT_EQ(points, 4);
  EXPECT_NE(text.find(R"(lat="-0.0000480000117" lon="0.000000001")"), std::string::npos) << text;
}

}  // namespace
}  // namespace waycast::api
