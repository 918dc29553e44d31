#include "app/logging.h"

#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>

#include <string>

namespace waycast::app {
namespace {

std::string formatted(spdlog::formatter& formatter, std::string_view text) {
  spdlog::details::log_msg message(spdlog::source_loc{}, "waycast", spdlog::level::warn, text);
  message.time = spdlog::log_clock::time_point(std::chrono::milliseconds(1'767'225'600'123));
  spdlog::memory_buf_t out;
  formatter.format(message, out);
  return {out.data(), out.size()};
}

TEST(Logging, AMachineReadsOneJsonObjectALine) {
  EXPECT_EQ(formatted(*json_formatter(), "a \"quoted\"\nline"),
            "{\"time\":\"2026-01-01T00:00:00.123Z\",\"level\":\"warning\","
            "\"message\":\"a \\\"quoted\\\"\\nline\"}\n");
}

TEST(Logging, APersonReadsPlainText) {
  EXPECT_EQ(formatted(*text_formatter(), "slow disk"),
            "2026-01-01T00:00:00.123Z warning slow disk\n");
}

TEST(Logging, BothFormsHideTokensAndPhones) {
  for (const auto& formatter : {text_formatter(), json_formatter()}) {
    const auto line = formatted(*formatter, "call +919876543210 with Bearer abcdef");
    EXPECT_EQ(line.find("98765"), std::string::npos) << line;
    EXPECT_EQ(line.find("abcdef"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace waycast::app
