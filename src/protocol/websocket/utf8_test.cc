#include "protocol/websocket/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace waycast::websocket {
namespace {

void append_code_point(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

TEST(Utf8, TakesEveryCodePointButSurrogates) {
  for (std::uint32_t c = 0; c <= 0x110000; ++c) {
    std::string text;
    append_code_point(text, c);
    const bool valid = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    ASSERT_EQ(is_utf8(text), valid) << std::hex << c;
  }
}

TEST(Utf8, RefusesOverlongStrayAndCutSequences) {
  for (const std::string text :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\x80", "\xBF", "a\xC3",
        "\xE2\x82", "\xF0\x9F\x92", "\xC3(", "\xF8\x88\x80\x80\x80", "\xFF", "\xFE"}) {
    EXPECT_FALSE(is_utf8(text));
    EXPECT_FALSE(is_utf8("01234567" + text));
    EXPECT_FALSE(is_utf8("012" + text + "01234567"));
  }
}

TEST(Utf8, IsIndifferentToSplits) {
  const std::string good = "plain ascii \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x92\x99 and more ascii";
  const std::string bad = "plain ascii \xE2\x82 and more ascii text";
  for (std::size_t at = 0; at <= good.size(); ++at) {
    Utf8Validator validator;
    EXPECT_TRUE(validator.add(std::string_view(good).substr(0, at)));
    EXPECT_TRUE(validator.add(std::string_view(good).substr(at)));
    EXPECT_TRUE(validator.complete());
  }
  for (std::size_t at = 0; at <= bad.size(); ++at) {
    Utf8Validator validator;
    validator.add(std::string_view(bad).substr(0, at));
    EXPECT_FALSE(validator.add(std::string_view(bad).substr(at)));
    EXPECT_FALSE(validator.add("ascii"));
  }
}

}  // namespace
}  // namespace waycast::websocket
