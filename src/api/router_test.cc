#include "api/router.h"

#include <gtest/gtest.h>

namespace waycast::api {
namespace {

Router sample() {
  Router router;
  const Handler nothing = [](const CallRef&) {};
  router.add("GET", "/bookings/:id", Access::kAnyone, nothing);
  router.add("PATCH", "/bookings/:id/status", Access::kAnyone, nothing);
  router.add("GET", "/bookings/my-bookings", Access::kUser, nothing);
  router.add("POST", "/bookings", Access::kUser, nothing);
  return router;
}

std::string pattern(const Router::Match& match) {
  return match.route == nullptr ? "" : match.route->pattern;
}

TEST(Router, PrefersALiteralSegmentToANamedOne) {
  const auto router = sample();
  EXPECT_EQ(pattern(router.find("GET", "/bookings/my-bookings")), "/bookings/my-bookings");
  const auto match = router.find("GET", "/bookings/b%2D1");
  EXPECT_EQ(pattern(match), "/bookings/:id");
  EXPECT_EQ(match.params, (Params{{"id", "b-1"}}));
}

TEST(Router, IgnoresATrailingSlashAndAnswersHeadByGet) {
  const auto router = sample();
  EXPECT_EQ(pattern(router.find("HEAD", "/bookings/b-1/")), "/bookings/:id");
}

TEST(Router, AParameterIsNotLongerThanAnyId) {
  const auto router = sample();
  const std::string longest(Router::kMaxParam, 'x');
  EXPECT_EQ(pattern(router.find("GET", "/bookings/" + longest)), "/bookings/:id");
  EXPECT_EQ(router.find("GET", "/bookings/" + longest + "x").allow, "");
}

TEST(Router, NamesARouteInOneSpelling) {
  const auto router = sample();
  for (const char* path :
       {"/bookings/b-1/status", "/bookings/b%2D1/status/", "/bookings/%62-1/status"}) {
    EXPECT_EQ(router.find("PATCH", path).path, "/bookings/b-1/status") << path;
  }
}

TEST(Router, TellsWhichMethodsAPathHas) {
  const auto router = sample();
  const auto match = router.find("DELETE", "/bookings/b-1");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "GET, OPTIONS");
}

TEST(Router, KnowsNothingOfOtherPaths) {
  const auto router = sample();
  for (const char* path :
       {"/", "", "/booking", "/bookings/b-1/status/x", "//bookings", "/bookings//status"}) {
    EXPECT_EQ(router.find("PATCH", path).route, nullptr) << path;
    EXPECT_EQ(router.find("PATCH", path).allow, "") << path;
  }
}

}  // namespace
}  // namespace waycast::api
