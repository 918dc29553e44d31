// Who is near: what customers and admins learn, and how often.
#include <gtest/gtest.h>

#include "api/testing/api_fixture.h"

namespace waycast::api {
namespace {

class Nearby : public testing::ApiFixture {};

TEST_F(Nearby, CustomersLearnThatPilotsAreNearNotWhoOrWhere) {
  const std::string path = "/api/v1/pilots/nearby?lat=23&lng=72.5";
  dispatch.near = {{PilotId("pilot-000001"), {23.0, 72.5}, 1.234, VehicleTypeId("bike")}};
  dispatch.near_cells = {{1.234, VehicleTypeId("bike")}, {0, VehicleTypeId("van")}};
  const auto seen = send("GET", path, user());
  EXPECT_EQ(boost::json::serialize(seen.data()),
            R"([{"vehicleTypeId":"bike","distance":1},{"vehicleTypeId":"van","distance":5E-1}])");
  const auto all = send("GET", path, admin());
  EXPECT_EQ(all.data().at(0).at("pilotId").as_string(), "pilot-000001");
  expect_failure(send("GET", path, pilot()), 403, "ERR_1202");
}

TEST_F(Nearby, ACustomerMayAskSoOftenAMinute) {
  settings.nearby_per_identity = {.per_minute = 60, .burst = 2};
  make_api();
  const std::string path = "/api/v1/pilots/nearby?lat=23&lng=72.5";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(send("GET", path, user()).status(), 200);
  const auto refused = send("GET", path + "1", user());
  expect_failure(refused, 429, "ERR_1003");
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(send("GET", path, user(1)).status(), 200);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send("GET", path, admin()).status(), 200);
}

}  // namespace
}  // namespace waycast::api
