#include "net/router.h"

#include <gtest/gtest.h>

namespace waycast::net {
namespace {

TEST(RouterTest, TheLongestPrefixOfWholeSegmentsWins) {
  Router router;
  for (const char* prefix : {"/api", "/api/v1/", "/api/v1/bookings", "/health"}) {
    router.add(prefix, {}, {.max_body = std::string_view(prefix).size()});
  }
  const auto prefix_for = [&](std::string_view path) { return router.find(path).prefix; };
  EXPECT_EQ(prefix_for("/api/v1/bookings/7"), "/api/v1/bookings");
  EXPECT_EQ(prefix_for("/api/v1/bookings"), "/api/v1/bookings");
  EXPECT_EQ(prefix_for("/api/v1/bookingsx"), "/api/v1");
  EXPECT_EQ(prefix_for("/api/v1/"), "/api/v1");
  EXPECT_EQ(prefix_for("/api/v2"), "/api");
  EXPECT_EQ(prefix_for("/health"), "/health");
  EXPECT_EQ(prefix_for("/healthy"), "");
  EXPECT_EQ(router.find("/health").options.max_body, 7u);
}

TEST(RouterTest, TheRootTakesEverythingThatIsLeft) {
  Router router;
  router.add("/", {}, {.max_body = 1});
  router.add("/api", {}, {.max_body = 2});
  EXPECT_EQ(router.find("/other").options.max_body, 1u);
  EXPECT_EQ(router.find("/").options.max_body, 1u);
  EXPECT_EQ(router.find("/api").options.max_body, 2u);
  EXPECT_NE(router.find("*").options.max_body, 1u);
}

}  // namespace
}  // namespace waycast::net
