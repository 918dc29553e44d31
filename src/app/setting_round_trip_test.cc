// What `waycast config` prints loads again as what it was, for every row of the table and any
// value of the row's kind. A new row is covered by being in the table.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "app/load_settings.h"
#include "app/setting_table.h"

namespace waycast::app {
namespace {

constexpr const char* kMark = "hush-hush";  // is in every secret

class RoundTrip : public ::testing::Test {
 protected:
  ~RoundTrip() override { std::filesystem::remove(file_); }

  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  // Whatever a text may hold: quotes, comment signs, escapes, letters of several bytes.
  std::string random_text() {
    static const std::vector<std::string> kPieces{
        "a",  "Z",  "0",    " ",  "\"",   "'", "\\",   "#",  "=", "[",  "]",     ",",
        "\n", "\t", "\x7f", "\r", "\x01", "é", "東京", "🚚", "%", "{}", "$HOME", "true"};
    std::string text = "x";  // an empty text is not set, a blank one is refused
    for (auto left = below(12); left > 0; --left) text += kPieces[below(kPieces.size())];
    return text;
  }

  std::string random_number(const SettingRow& row) {
    const double share = static_cast<double>(below(1'000'001)) / 1'000'000;
    const double number = row.allowed.low + share * (row.allowed.high - row.allowed.low);
    if (row.kind == SettingKind::kCount) return std::to_string(std::llround(number));
    std::ostringstream text;
    text.precision(17);
    text << number;
    return text.str();
  }

  std::string random_value(const SettingRow& row) {
    switch (row.kind) {
      case SettingKind::kCount:
      case SettingKind::kNumber:
        return random_number(row);
      case SettingKind::kSwitch:
        return below(2) == 0 ? "yes" : "OFF";
      case SettingKind::kTime:
        return std::to_string(1000 + below(100'000'000)) + "ms";
      case SettingKind::kText:
      case SettingKind::kList:
        return row.examples.empty() ? random_text() : row.examples[below(row.examples.size())];
    }
    return {};
  }

  void assign(Settings& settings, const SettingRow& row) {
    Result<void> done;
    std::string text;
    if (row.kind == SettingKind::kList) {
      std::vector<std::string> items;
      for (auto left = below(4); left > 0; --left) items.push_back(random_value(row));
      done = row.assign_items(settings, items);
    } else {
      text = (row.is_secret ? kMark : "") + random_value(row);
      done = row.assign(settings, text);
    }
    ASSERT_TRUE(done) << row.name << " = " << text << ": " << done.error().message;
  }

  Result<LoadedSettings> reload(const std::string& description) {
    std::ofstream(file_) << description;
    SettingSources sources;
    sources.config_file = file_.string();
    sources.environment = [](const std::string&) { return std::nullopt; };
    return read_settings(sources);
  }

  static void expect_same(const Settings& before, const Settings& after) {
    for (const auto& row : setting_table()) {
      if (row.is_secret) {
        EXPECT_EQ(row.show(after), "") << row.name;
        continue;
      }
      EXPECT_EQ(row.show(after), row.show(before)) << row.name;
      if (!row.items) continue;
      EXPECT_EQ(row.items(after), row.items(before)) << row.name;
    }
  }

  std::mt19937_64 random_{20261130};
  const std::filesystem::path file_ = std::filesystem::temp_directory_path() /
                                      ("waycast-round-trip-" + std::to_string(getpid()) + ".toml");
};

TEST_F(RoundTrip, TheDefaultsLoad) {
  const auto again = reload(describe({}));
  ASSERT_TRUE(again) << again.error().message;
  expect_same(Settings{}, again->settings);
}

TEST_F(RoundTrip, EverySettingSurvivesWithAnyValueOfItsKind) {
  for (int round = 0; round < 100; ++round) {
    LoadedSettings loaded;
    for (const auto& row : setting_table()) {
      ASSERT_NO_FATAL_FAILURE(assign(loaded.settings, row));
      loaded.origins[row.name] = row.variable;
    }
    const auto text = describe(loaded);
    const auto again = reload(text);
    ASSERT_TRUE(again) << again.error().message << "\n" << text;
    expect_same(loaded.settings, again->settings);
    EXPECT_EQ(text.find(kMark), std::string::npos) << "a secret is printed";
    if (HasFailure()) FAIL() << "round " << round << "\n" << text;
  }
}

TEST_F(RoundTrip, EveryRowHasAKindThatFits) {
  for (const auto& row : setting_table()) {
    const bool is_numeric = row.kind == SettingKind::kCount || row.kind == SettingKind::kNumber;
    EXPECT_EQ(is_numeric, row.allowed.high > row.allowed.low) << row.name;
    EXPECT_EQ(row.kind == SettingKind::kList, static_cast<bool>(row.assign_items)) << row.name;
    EXPECT_FALSE(row.help.empty()) << row.name;
    EXPECT_EQ(row.help.find('\n'), std::string::npos) << row.name;
  }
}

}  // namespace
}  // namespace waycast::app
