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
}

// What JSON.parse makes of them.
TEST(ExactJson, NumbersOutOfRangeAreInfiniteOrZero) {
  const auto number = [](const std::string& text) {
    const auto value = parse_json(text);
    return value && value->is_double() ? value->get_double() : std::nan("");
  };
  const std::string zeros(400, '0');
  for (const std::string& huge :
       {std::string("1e400"), std::string("1e999"), "1" + zeros, "1" + zeros + ".5",
        "0." + zeros + "1e999", std::string("1E+99999999999999999999"),
        std::string("0.00001e99999999999")}) {
    EXPECT_EQ(number(huge), HUGE_VAL) << huge;
    EXPECT_EQ(number("-" + huge), -HUGE_VAL) << huge;
  }
  for (const std::string& tiny :
       {std::string("1e-999"), "0." + zeros + "1", "1" + zeros + "e-999",
        std::string("1e-99999999999999999999"), std::string("0e99999999999")}) {
    EXPECT_EQ(number(tiny), 0.0) << tiny;
  }
  EXPECT_EQ(number("1" + zeros + "e-400"), 1.0);
  EXPECT_EQ(number("0." + zeros + "1e401"), 1.0);
  EXPECT_EQ(number("1e00000000000000000002"), 100.0);
  EXPECT_EQ(rewritten("{\"a\":[1e999,2],\"b\":-1e99999999999}"), "{\"a\":[null,2],\"b\":null}")
      << "as JSON.stringify writes them";
}

TEST(ExactJson, HalvesOfSurrogatePairsAreReplaced) {
  const std::string replaced = "\xEF\xBF\xBD";
  const auto text = [](std::string_view json) {
    const auto value = parse_json(json);
    return value && value->is_string() ? std::string(value->get_string()) : "refused";
  };
  EXPECT_EQ(text(R"("\ud83d")"), replaced);
  EXPECT_EQ(text(R"("\uDE00")"), replaced);
  EXPECT_EQ(text(R"("a\ud83dz")"), "a" + replaced + "z");
  EXPECT_EQ(text(R"("\ud83d\ud83d\ude00")"), replaced + "\xF0\x9F\x98\x80");
  EXPECT_EQ(text(R"("\ud83d\n\ude00\ude00")"), replaced + "\n" + replaced + replaced);
  EXPECT_EQ(text(R"("\ud83d\u0041")"), replaced + "A");
  EXPECT_EQ(text(R"("\\ud83d")"), "\\ud83d") << "no escape at all";
  EXPECT_EQ(text(R"("\ud83d\\\"e99999999999")"), replaced + "\\\"e99999999999");
  EXPECT_EQ(rewritten(R"({"\udc00":{"__proto__":{"x":1}}})"),
            "{\"" + replaced + "\":{\"__proto__\":{\"x\":1}}}");
  EXPECT_EQ(rewritten(R"(["\u0000"])"), R"(["\u0000"])");
}

TEST(ExactJson, RefusesWhatIsNotJson) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "[1,]",
                                      "{\"a\"}",
                                      "{a:1}",
                                      "'a'",
                                      "01",
                                      "1.",
                                      ".5",
                                      "+1",
                                      "NaN",
                                      "nul",
                                      "\"\x01\"",
                                      "\"\xC0\x80\"",
                                      "\"\\ud8\"",
                                      "\"\\ud83d",
                                      "\"\xED\xA0\x80\"",
                                      "\"\\ud800\\x\"",
                                      "1e",
                                      "1e+",
                                      "[1e999",
                                      "1e99999999999x",
                                      "[1] 2",
                                      "// x\n1",
                                      "[1}",
                                      "\"abc",
                                      "-"}) {
    EXPECT_FALSE(parse_json(text)) << text;
  }
}

TEST(ExactJson, LimitsDepth) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(256)));
  EXPECT_TRUE(parse_json(nested(257)).error().is_too_deep);
  EXPECT_TRUE(parse_json(std::string(500'000, '[')).error().is_too_deep);
  EXPECT_FALSE(parse_json(nested(3) + "x").error().is_too_deep);
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
