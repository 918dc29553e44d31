#include "observe/metrics_text.h"

#include <gtest/gtest.h>

#include <array>

namespace waycast::observe {
namespace {

TEST(MetricsText, WritesHelpTypeAndSamples) {
  MetricsText page;
  page.counter("waycast_messages_total", "Messages received").sample(42);
  page.gauge("waycast_sockets", "Now").sample(3, {{"shard", "0"}}).sample(4.5, {{"shard", "1"}});
  EXPECT_EQ(page.text(),
            "# HELP waycast_messages_total Messages received\n"
            "# TYPE waycast_messages_total counter\n"
            "waycast_messages_total 42\n"
            "# HELP waycast_sockets Now\n"
            "# TYPE waycast_sockets gauge\n"
            "waycast_sockets{shard=\"0\"} 3\n"
            "waycast_sockets{shard=\"1\"} 4.5\n");
}

TEST(MetricsText, SumsUpTheBucketsOfAHistogram) {
  MetricsText page;
  page.histogram("waycast_seconds", "Time", std::array{0.5, 1.0}, std::array{3.0, 2.0, 1.0}, 7.25);
  EXPECT_EQ(page.text(),
            "# HELP waycast_seconds Time\n"
            "# TYPE waycast_seconds histogram\n"
            "waycast_seconds_bucket{le=\"0.5\"} 3\n"
            "waycast_seconds_bucket{le=\"1\"} 5\n"
            "waycast_seconds_bucket{le=\"+Inf\"} 6\n"
            "waycast_seconds_sum 7.25\n"
            "waycast_seconds_count 6\n");
}

TEST(MetricsText, EscapesLabels) {
  MetricsText page;
  page.gauge("g", "h").sample(1, {{"a", "x\"y\\z\n"}, {"b", "c"}});
  EXPECT_NE(page.text().find("g{a=\"x\\\"y\\\\z\\n\",b=\"c\"} 1\n"), std::string::npos);
}

TEST(MetricsText, WritesLargeCountsInFull) {
  MetricsText page;
  page.counter("n_total", "h").sample(12'345'678'901.0);
  EXPECT_NE(page.text().find("n_total 12345678901\n"), std::string::npos) << page.text();
}

}  // namespace
}  // namespace waycast::observe
