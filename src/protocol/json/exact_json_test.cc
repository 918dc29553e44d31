#include <gtest/gtest.h>

#include <boost/json/monotonic_resource.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "protocol/json/exact_parse.h"
#include "protocol/json/exact_write.h"

namespace waycast::json {
namespace {

std::string rewritten(std::string_view text) {
  const auto value = parse_json(text);
  if (!value) return "error: " + value.error().message;
  std::string out;
  append_json(out, *value);
  return out;
}

TEST(ExactJson, ReadsAndWritesEveryKindOfValue) {
  for (const std::string_view text :
       {"null", "true", "false", "0", "-1", "18446744073709551615", "-9223372036854775808", "12.5",
        "\"\"", "\"a\\\"\\\\\\n\"", "[]", "{}", "[1,[2,{\"a\":null}],\"x\"]",
        "{\"lat\":12.9715987,\"lng\":-0.1,\"s\":\"\xE2\x82\xAC\"}"}) {
    EXPECT_EQ(rewritten(text), text);
  }
  EXPECT_EQ(rewritten(" [ 1 , 2 ] "), "[1,2]");
  EXPECT_EQ(rewritten("\"\\u20ac\\ud83d\\ude00\""), "\"\xE2\x82\xAC\xF0\x9F\x98\x80\"");
  EXPECT_EQ(rewritten("[-0.0]"), "[0]");
  EXPECT_EQ(rewritten("{\"a\":1,\"a\":2}"), "{\"a\":2}");
}

TEST(ExactJson, EveryDoubleSurvivesBothWays) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> degrees(-180, 180);
  for (int i = 0; i < 200'000; ++i) {
    double number = degrees(random);
    if (i % 2 == 0) number = std::bit_cast<double>(random());
    if (!std::isfinite(number)) continue;
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    const auto value = parse_json(std::string_view(text, end));
    ASSERT_TRUE(value.has_value()) << std::string_view(text, end);
    ASSERT_EQ(value->to_number<double>(), number) << std::string_view(text, end);
  }
}

TEST(ExactJson, ReadsNumbersWhereverTheyStand) {
  EXPECT_EQ(parse_json("1.7976931348623157e308")->get_double(), std::numeric_limits<double>::max());
  EXPECT_EQ(parse_json("[1E2,-1e-2]")->get_array()[0].get_double(), 100.0);
  EXPECT_EQ(parse_json("[1E2,-1e-2]")->get_array()[1].get_double(), -0.01);
  EXPECT_EQ(parse_json("18446744073709551616")->get_double(), 18446744073709551616.0);
  EXPECT_EQ(parse_json("1e-400")->get_double(), 0.0);
  EXPECT_EQ(parse_json("0." + std::string(400, '0') + "1")->get_double(), 0.0);
  EXPECT_EQ(parse_json("0.1234567890123456789012345678901234567890")->get_double(),
            0.1234567890123456789012345678901234567890);
  EXPECT_FALSE(parse_json("1e400"));
}

TEST(ExactJson, RefusesWhatIsNotJson) {
  for (const std::string_view text :
       {"",      " ",       "{",   "[1,]",  "{\"a\"}", "{a:1}",    "'a'",          "01",
        "1.",    ".5",      "+1",  "NaN",   "nul",     "\"\x01\"", "\"\xC0\x80\"", "\"\\ud800\"",
        "[1] 2", "// x\n1", "[1}", "\"abc", "-"}) {
    EXPECT_FALSE(parse_json(text)) << text;
  }
}

TEST(ExactJson, LimitsDepth) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(32)));
  EXPECT_FALSE(parse_json(nested(33)));
  EXPECT_TRUE(parse_json(nested(3), {.max_depth = 3}));
  EXPECT_FALSE(parse_json(nested(4), {.max_depth = 3}));
}

TEST(ExactJson, KeepsValuesInTheGivenMemory) {
  unsigned char buffer[4096];
  boost::json::monotonic_resource memory(buffer, sizeof buffer);
  const auto value = parse_json("{\"key longer than what fits\":[1,2,3]}", {}, &memory);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->storage().get(), &memory);
  const auto* where = reinterpret_cast<const unsigned char*>(&value->get_object().begin()->value());
  EXPECT_TRUE(where >= buffer && where < buffer + sizeof buffer);
}

TEST(ExactJson, WritesElementsForAnEvent) {
  std::string out;
  append_elements(out, parse_json("[1,\"a\",{}]")->get_array());
  EXPECT_EQ(out, "1,\"a\",{}");
}

}  // namespace
}  // namespace waycast::json
