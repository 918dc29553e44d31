#include "app/setting_checks.h"

#include <gtest/gtest.h>

#include "app/nearest_word.h"
#include "app/setting_urls.h"

namespace waycast::app {
namespace {

using Environment = std::map<std::string, std::string>;

SettingSources sources_with(const Environment& environment) {
  SettingSources sources;
  sources.environment = [environment](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    if (found == environment.end()) return std::nullopt;
    return found->second;
  };
  for (const auto& [name, value] : environment) sources.environment_names.push_back(name);
  return sources;
}

std::string refusal_of(const Environment& environment) {
  const auto loaded = load_settings(sources_with(environment));
  return loaded ? "" : loaded.error().message;
}

std::vector<std::string> doubts_about(const Environment& environment) {
  const auto sources = sources_with(environment);
  return doubts(sources, load_settings(sources).value());
}

using Lines = std::vector<std::string>;

TEST(SettingChecks, ContradictionsNameBothSettings) {
  EXPECT_EQ(refusal_of({{"WAYCAST_FIRST_RADIUS", "20"}}),
            "first_radius (20 km) must not be over last_radius (15 km)");
  EXPECT_EQ(refusal_of({{"WAYCAST_OFFER_FANOUT", "5"}, {"WAYCAST_MATCH_CANDIDATES", "4"}}),
            "offer_fanout (5) must not be over match_candidates (4): who is not scored is not "
            "asked");
  EXPECT_EQ(refusal_of({{"WAYCAST_TLS_CERTIFICATE", "a.pem"}}),
            "tls_certificate and tls_key must be set together: tls_key is not");
  EXPECT_EQ(refusal_of({{"WAYCAST_TLS_KEY", "a.pem"}}),
            "tls_certificate and tls_key must be set together: tls_certificate is not");
  EXPECT_EQ(refusal_of({{"WAYCAST_POINT_INTERVAL", "2m"}}),
            "point_interval (2m) must not be over stale_after (1m)");
  EXPECT_EQ(refusal_of({{"WAYCAST_POINT_INTERVAL", "10s"}, {"WAYCAST_MATCH_POSITION_AGE", "5s"}}),
            "point_interval (10s) must not be over match_position_age (5s)");
  EXPECT_EQ(refusal_of({{"WAYCAST_FIRST_RADIUS", "15"}}), "");
}

TEST(SettingChecks, NegativeCountsAreRefused) {
  EXPECT_EQ(refusal_of({{"WAYCAST_SHARDS", "-1"}}),
            "WAYCAST_SHARDS: \"-1\" must be a whole number, 0 to 64");
  EXPECT_EQ(refusal_of({{"WAYCAST_REQUESTS_PER_ADDRESS", "-6000"}}),
            "WAYCAST_REQUESTS_PER_ADDRESS: \"-6000\" must be a whole number, 0 to 1000000000");
  EXPECT_EQ(refusal_of({{"WAYCAST_WEIGHT_RATING", "-0.1"}}),
            "WAYCAST_WEIGHT_RATING: \"-0.1\" must be a number, 0 to 1000");
}

TEST(SettingChecks, MisspeltVariablesAreToldWhatWasMeant) {
  EXPECT_EQ(doubts_about({{"WAYCAST_SHARD", "2"}}),
            Lines{"WAYCAST_SHARD is no setting: did you mean WAYCAST_SHARDS?"});
  EXPECT_EQ(doubts_about({{"WAYCAST_POINT_INTERVALL", "2s"}}),
            Lines{"WAYCAST_POINT_INTERVALL is no setting: did you mean WAYCAST_POINT_INTERVAL?"});
  EXPECT_EQ(doubts_about({{"WAYCAST_PORT", "80"}}),
            Lines{"WAYCAST_PORT is not read: did you mean PORT?"});
  EXPECT_EQ(doubts_about({{"WAYCAST_SOMETHING_ELSE", "1"}}),
            Lines{"WAYCAST_SOMETHING_ELSE is no setting"});
  EXPECT_EQ(doubts_about({{"JWT_SECERT", "x"}}),
            Lines{"JWT_SECERT is not read: did you mean JWT_SECRET?"});
  EXPECT_EQ(
      doubts_about({{"PATH", "/bin"}, {"SPORT", "x"}, {"WAYCAST_SHARDS", "2"}, {"PORT", "1"}}),
      Lines{});
}

TEST(SettingChecks, ABareNumberAndUnsignedWebhooksAreDoubtful) {
  EXPECT_EQ(doubts_about({{"JWT_EXPIRES_IN", "3600"}}),
            Lines{"JWT_EXPIRES_IN: \"3600\" is milliseconds, as jsonwebtoken reads it; \"3600s\" "
                  "is seconds"});
  EXPECT_EQ(doubts_about({{"JWT_EXPIRES_IN", "3600s"}}), Lines{});
  EXPECT_EQ(doubts_about({{"WAYCAST_WEBHOOK_URLS", "http://a/"}}).size(), 1U);
  EXPECT_EQ(doubts_about({{"WAYCAST_WEBHOOK_URLS", "http://a/"}, {"WAYCAST_WEBHOOK_SECRET", "k"}}),
            Lines{});
}

TEST(SettingUrls, AnOriginIsWhatABrowserSends) {
  EXPECT_EQ(parse_origin("https://app.example.com"), "https://app.example.com");
  EXPECT_EQ(parse_origin("https://App.Example.com/"), "https://app.example.com");
  EXPECT_EQ(parse_origin("https://a:443"), "https://a");
  EXPECT_EQ(parse_origin("http://a:80/"), "http://a");
  EXPECT_EQ(parse_origin("http://a:443"), "http://a:443");
  EXPECT_EQ(parse_origin("http://[::1]:3000"), "http://[::1]:3000");
  EXPECT_EQ(parse_origin("http://[::1]"), "http://[::1]");
  EXPECT_EQ(parse_origin("capacitor://localhost"), "capacitor://localhost");
  EXPECT_EQ(parse_origin("*"), "*");
  for (const char* bad :
       {"app.example.com", "localhost:3000", "https://", "https:///", "://a", "https://a/app",
        "https://a//", "https://a?x", "https://a#x", "https://u:p@a", "https://a:0", "https://a:x",
        "https://a:70000", "https://:80", "9p://a", "null", "http://*.a b"}) {
    EXPECT_FALSE(parse_origin(bad).has_value()) << bad;
  }
  EXPECT_EQ(refusal_of({{"CLIENT_URL", "https://a, https://b/app"}}),
            "CLIENT_URL: \"https://a, https://b/app\" holds \"https://b/app\", which must be an "
            "origin such as https://app.example.com or http://localhost:3000, without a path");
}

TEST(SettingUrls, AWebUrlHasASchemeAndAHost) {
  EXPECT_EQ(parse_web_url("https://a.example/hook?x=1"), "https://a.example/hook?x=1");
  EXPECT_EQ(parse_web_url(" HTTP://a "), "HTTP://a");
  for (const char* bad :
       {"a.example", "ftp://a", "http://", "https://", "http:///x", "http://a b"}) {
    EXPECT_FALSE(parse_web_url(bad).has_value()) << bad;
  }
}

TEST(NearestWord, CountsEditsAndKnowsWhenNothingIsNear) {
  EXPECT_EQ(edits_between("serve", "serve"), 0U);
  EXPECT_EQ(edits_between("srve", "serve"), 1U);
  EXPECT_EQ(edits_between("sevre", "serve"), 1U);
  EXPECT_EQ(edits_between("", "abc"), 3U);
  EXPECT_EQ(edits_between("kitten", "sitting"), 3U);
  EXPECT_EQ(nearest_word("serv", {"seed", "serve", "token"}), "serve");
  EXPECT_EQ(nearest_word("bogus", {"seed", "serve", "token"}), std::nullopt);
  EXPECT_EQ(nearest_word("x", {}), std::nullopt);
}

}  // namespace
}  // namespace waycast::app
