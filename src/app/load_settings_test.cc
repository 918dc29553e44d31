#include "app/load_settings.h"

#include <gtest/gtest.h>

#include <unistd.h>
#include <filesystem>
#include <fstream>

#include "app/setting_table.h"

namespace waycast::app {
namespace {

class LoadSettings : public ::testing::Test {
 protected:
  LoadSettings() {
    sources_.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment_.find(name);
      if (found == environment_.end()) return std::nullopt;
      return found->second;
    };
  }
  ~LoadSettings() override { std::filesystem::remove(file_); }

  void write_file(const std::string& text) {
    file_ = std::filesystem::temp_directory_path() /
            ("waycast-settings-" + std::to_string(getpid()) + ".toml");
    std::ofstream(file_) << text;
    sources_.config_file = file_.string();
  }

  std::string refusal() {
    const auto loaded = load_settings(sources_);
    return loaded ? "" : loaded.error().message;
  }

  std::map<std::string, std::string> environment_;
  SettingSources sources_;
  std::filesystem::path file_;
};

TEST_F(LoadSettings, HasTheExistingAppsDefaults) {
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->settings.net.port, 5000);
  EXPECT_EQ(loaded->settings.database, "sqlite:./waycast.db");
  EXPECT_EQ(loaded->settings.jwt_expires_in, std::chrono::days(7));
  EXPECT_EQ(loaded->settings.otp_expiry_minutes, 5U);
}

TEST_F(LoadSettings, FlagsBeatTheEnvironmentWhichBeatsTheFile) {
  write_file(
      "port = 1\nshards = 2\nlog_level = \"debug\"\nclient_url = [\"https://a\", \"https://b\"]\n");
  environment_ = {{"PORT", "3"}, {"WAYCAST_SHARDS", "4"}};
  sources_.flags = {{"port", "5"}};
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.net.port, 5);
  EXPECT_EQ(loaded->settings.shards, 4U);
  EXPECT_EQ(loaded->settings.log.level, LogLevel::kDebug);
  EXPECT_EQ(loaded->settings.client_origins, (std::vector<std::string>{"https://a", "https://b"}));
}

TEST_F(LoadSettings, AWrongValueIsNamedWithItsSource) {
  environment_ = {{"PORT", "80a"}};
  EXPECT_EQ(refusal(), "PORT: \"80a\" must be a whole number, 0 to 65535");
  environment_ = {{"JWT_EXPIRES_IN", "soon"}};
  EXPECT_EQ(refusal(), "JWT_EXPIRES_IN: \"soon\" must be a time such as 500ms, 30s, 5m, 12h or 7d");
  environment_ = {{"WAYCAST_TIME_ZONE", "Mars/Olympus"}};
  EXPECT_EQ(refusal(),
            "WAYCAST_TIME_ZONE: \"Mars/Olympus\" must be a time zone of this system, such as "
            "Asia/Kolkata or UTC");
  environment_ = {};
  sources_.flags = {{"log_format", "xml"}};
  EXPECT_EQ(refusal(), "--log-format: \"xml\" must be one of auto, text, json");
}

TEST_F(LoadSettings, MatchingAndCommitsCanBeTuned) {
  environment_ = {{"WAYCAST_MATCH_RETRY", "3s"},       {"WAYCAST_DECLINED_PAUSE", "4s"},
                  {"WAYCAST_SCHEDULED_LEAD", "20m"},   {"WAYCAST_MATCH_POSITION_AGE", "90s"},
                  {"WAYCAST_WEIGHT_CLOSENESS", "0.7"}, {"WAYCAST_COMMIT_INTERVAL", "50ms"},
                  {"WAYCAST_COMMIT_ROWS", "200"}};
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const auto& match = loaded->settings.dispatch.match;
  EXPECT_EQ(match.retry_after, std::chrono::seconds(3));
  EXPECT_EQ(match.declined_pause, std::chrono::seconds(4));
  EXPECT_EQ(match.scheduled_lead, std::chrono::minutes(20));
  EXPECT_EQ(match.position_max_age, std::chrono::seconds(90));
  EXPECT_EQ(match.weights.closeness, 0.7);
  EXPECT_EQ(loaded->settings.sqlite.group.group_wait, std::chrono::milliseconds(50));
  EXPECT_EQ(loaded->settings.sqlite.group.group_rows, 200U);
}

TEST_F(LoadSettings, AWrongFileIsNamedWithItsLine) {
  write_file("port = 5000\nshards = = 2\n");
  EXPECT_TRUE(refusal().starts_with(file_.string() + ":2: ")) << refusal();
  write_file("prot = 5000\n");
  EXPECT_EQ(refusal(), file_.string() + ": unknown setting \"prot\"");
  sources_.config_file = "/nonexistent/waycast.toml";
  EXPECT_EQ(refusal(), "/nonexistent/waycast.toml: cannot be read");
}

TEST_F(LoadSettings, HalfOfATlsPairIsRefused) {
  environment_ = {{"WAYCAST_TLS_KEY", "key.pem"}};
  EXPECT_EQ(refusal(), "tls_certificate and tls_key must be set together");
}

TEST_F(LoadSettings, TheDescriptionMasksSecretsAndIsAFileThatLoads) {
  environment_ = {{"JWT_SECRET", "a-secret-of-thirty-two-bytes-or-more"},
                  {"DATABASE_URL", "postgresql://app:hunter2@db/waycast"}};
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded);
  const auto text = describe(*loaded);
  EXPECT_EQ(text.find("thirty-two"), std::string::npos);
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
  EXPECT_NE(text.find("\n# jwt_secret = \"********\"  # JWT_SECRET\n"), std::string::npos) << text;
  EXPECT_NE(text.find("port = \"5000\"  # default\n"), std::string::npos) << text;
}

TEST_F(LoadSettings, EverySettingReadsBackWhatItShows) {
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded);
  for (const auto& row : setting_table()) {
    const auto shown = row.show(loaded->settings);
    if (shown.empty()) continue;
    Settings again;
    const auto assigned = row.assign(again, shown);
    EXPECT_TRUE(assigned) << row.name << " = " << shown;
    EXPECT_EQ(row.show(again), shown) << row.name;
  }
}

}  // namespace
}  // namespace waycast::app
