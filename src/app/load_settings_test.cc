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

TEST_F(LoadSettings, MoreShardsThanAProcessMayHaveAreRefused) {
  environment_ = {{"WAYCAST_SHARDS", "64"}};
  EXPECT_EQ(load_settings(sources_)->settings.shards, 64U);
  environment_ = {{"WAYCAST_SHARDS", "65"}};
  EXPECT_EQ(refusal(), "WAYCAST_SHARDS: \"65\" must be a whole number, 0 to 64");
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
  EXPECT_EQ(refusal(), file_.string() + ": unknown setting \"prot\": did you mean port?");
  sources_.config_file = "/nonexistent/waycast.toml";
  EXPECT_EQ(refusal(), "/nonexistent/waycast.toml: cannot be read");
  sources_.config_file = "/tmp";
  EXPECT_EQ(refusal(), "/tmp: cannot be read");
}

TEST_F(LoadSettings, AMistypedKeyIsToldWhatWasMeant) {
  write_file("shard = 2\n");
  EXPECT_EQ(refusal(), file_.string() + ": unknown setting \"shard\": did you mean shards?");
}

TEST_F(LoadSettings, TomlIsTyped) {
  write_file(
      "port = 6000\njwt_expires_in = 3600\ngrace = 1.5\nmax_speed = 40\nrequire_otp = true\n"
      "webhook_urls = [\"https://a/x?y=1,2\", \"https://b/\"]\naddress = \"\"\n");
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Settings& settings = loaded->settings;
  EXPECT_EQ(settings.net.port, 6000);
  EXPECT_EQ(settings.jwt_expires_in, std::chrono::hours(1)) << "a number is seconds";
  EXPECT_EQ(settings.live.grace, Duration{1500});
  EXPECT_EQ(settings.live.max_speed, 40.0);
  EXPECT_TRUE(settings.dispatch.require_otp);
  EXPECT_EQ(settings.webhook.urls, (std::vector<std::string>{"https://a/x?y=1,2", "https://b/"}));
  EXPECT_EQ(settings.net.address, "") << "empty is not set";
  write_file("port = [1, 2]\n");
  EXPECT_EQ(refusal(), "port in " + file_.string() + ": \"1,2\" must not be a list");
}

TEST_F(LoadSettings, ReadsWhatTheExistingAppWrites) {
  environment_ = {{"JWT_EXPIRES_IN", "2 weeks"},
                  {"WAYCAST_REQUIRE_OTP", "TRUE"},
                  {"WAYCAST_RECOVERY", "No"},
                  {"WAYCAST_LOG_LEVEL", "WARN"},
                  {"PORT", " 5001 "},
                  {"WAYCAST_GRACE", "1.5 Minutes"},
                  {"CLIENT_URL", "HTTPS://App.example.com:443/, http://localhost:3000"}};
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Settings& settings = loaded->settings;
  EXPECT_EQ(settings.jwt_expires_in, std::chrono::days(14));
  EXPECT_TRUE(settings.dispatch.require_otp);
  EXPECT_EQ(settings.recovery.mode, realtime::Recovery::kOff);
  EXPECT_EQ(settings.log.level, LogLevel::kWarn);
  EXPECT_EQ(settings.net.port, 5001);
  EXPECT_EQ(settings.live.grace, Duration{90'000});
  EXPECT_EQ(settings.client_origins,
            (std::vector<std::string>{"https://app.example.com", "http://localhost:3000"}));
}

TEST_F(LoadSettings, ABareNumberIsMillisecondsForTokensAndNothingElsewhere) {
  environment_ = {{"JWT_EXPIRES_IN", "3600000"}};
  EXPECT_EQ(load_settings(sources_)->settings.jwt_expires_in, std::chrono::hours(1));
  environment_ = {{"JWT_EXPIRES_IN", "999"}};
  EXPECT_EQ(refusal(), "JWT_EXPIRES_IN: \"999\" must be 1s or more; a bare number is milliseconds");
  environment_ = {{"WAYCAST_GRACE", "30"}};
  EXPECT_EQ(refusal(), "WAYCAST_GRACE: \"30\" must be a time such as 500ms, 30s, 5m, 12h or 7d");
}

TEST_F(LoadSettings, PasswordsOfUrlsAreNeitherPrintedNorRepeated) {
  environment_ = {{"DATABASE_URL", "postgresql://app:hunter2@db/waycast"},
                  {"WAYCAST_OTP_WEBHOOK_URL", "https://app:hunter2@otp.example/"},
                  {"WAYCAST_WEBHOOK_URLS", "https://a/, https://app:hunter2@b.example/"}};
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded);
  const auto text = describe(*loaded);
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
  EXPECT_NE(text.find("\n# database = \"********\"  # DATABASE_URL;"), std::string::npos) << text;
  environment_ = {{"WAYCAST_WEBHOOK_URLS", "ftp://app:hunter2@b.example/"}};
  EXPECT_EQ(refusal().find("hunter2"), std::string::npos) << refusal();
  EXPECT_TRUE(refusal().starts_with("WAYCAST_WEBHOOK_URLS: ")) << refusal();
}

TEST_F(LoadSettings, TheDescriptionSaysWhatAndFromWhereAndHidesSecrets) {
  environment_ = {{"JWT_SECRET", "a-secret-of-thirty-two-bytes-or-more"}};
  sources_.flags = {{"shards", "3"}};
  const auto loaded = load_settings(sources_);
  ASSERT_TRUE(loaded);
  const auto text = describe(*loaded);
  EXPECT_EQ(text.find("thirty-two"), std::string::npos);
  EXPECT_NE(text.find("\n# jwt_secret = \"********\"  # JWT_SECRET;"), std::string::npos) << text;
  EXPECT_NE(text.find("\nport = 5000  # default\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n# How many threads serve clients. 0 starts one for each core of the "
                      "machine, but no more than 64.\nshards = 3  # --shards\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\nclient_url = []  # default\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nrecovery = true  # default\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\njwt_expires_in = \"7d\"  # default\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace waycast::app
