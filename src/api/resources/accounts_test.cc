// The accounts of pilots, vehicles and addresses.
#include <gtest/gtest.h>

#include "api/testing/api_fixture.h"

namespace waycast::api {
namespace {

class Accounts : public testing::ApiFixture {
 protected:
  void SetUp() override {
    ApiFixture::SetUp();
    settings.sign_in_per_address = {};
    make_api();
  }
};

TEST_F(Accounts, NullClearsWhatMayBeEmptyAndAbsentKeepsIt) {
  const auto patch = [&](const char* path, const std::string& who, const char* body) {
    return send("PATCH", path, who, body);
  };
  const char* const profile = "/api/v1/pilots/profile";
  patch(profile, pilot(), R"({"email":"ana@example.com","gender":"FEMALE","panNumber":"P1"})");
  const auto cleared = patch(profile, pilot(), R"({"email":null,"gender":null,"name":null})");
  EXPECT_TRUE(cleared.data().at("email").is_null());
  EXPECT_FALSE(cleared.data_text("name").empty()) << "a name may not be empty: null means absent";
  EXPECT_EQ(patch(profile, pilot(), "{}").data_text("panNumber"), "P1");

  const char* const vehicle = "/api/v1/vehicles/vehicle-000000";
  patch(vehicle, pilot(), R"({"registrationNo":"GJ-7","color":"red"})");
  const auto bare = patch(vehicle, pilot(), R"({"registrationNo":null})");
  EXPECT_TRUE(bare.data().at("registrationNo").is_null());
  EXPECT_EQ(bare.data_text("color"), "red");

  const char* const address = "/api/v1/addresses/pickup-000000";
  patch(address, user(), R"({"landmark":"blue gate"})");
  EXPECT_TRUE(patch(address, user(), R"({"landmark":null})").data().at("landmark").is_null());
}

TEST_F(Accounts, SuspendingDisconnectsAtOnce) {
  const auto set = [&](const std::string& status) {
    return send("PATCH", "/api/v1/pilots/pilot-000000/status", admin(),
                R"({"status":")" + status + "\"}");
  };
  EXPECT_EQ(set("SUSPENDED").data_text("status"), "SUSPENDED");
  EXPECT_EQ(live.calls, std::vector<std::string>{"suspend pilot pilot-000000"});
  EXPECT_EQ(dispatch.changed_pilots, std::vector{PilotId("pilot-000000")});
  expect_failure(send("GET", "/api/v1/pilots/profile", pilot()), 403, "ERR_1203");
  set("APPROVED");
  EXPECT_EQ(send("GET", "/api/v1/pilots/profile", pilot()).status(), 200);
  send("PATCH", "/api/v1/admin/users/user-000001/status", admin(), R"({"isActive":false})");
  EXPECT_EQ(live.calls.back(), "suspend user user-000001");
}

TEST_F(Accounts, APhoneIsRegisteredOnce) {
  const std::string body = R"({"phone":"+919999999999","name":"Ana"})";
  EXPECT_EQ(send("POST", "/api/v1/pilots/register", {}, body).status(), 201);
  expect_failure(send("POST", "/api/v1/pilots/register", {}, body), 409, "ERR_1411");
}

TEST_F(Accounts, APositionSentByRestGoesToThePilotsOwner) {
  const auto answer = send("PATCH", "/api/v1/pilots/location", pilot(),
                           R"({"lat":12.9715987,"lng":77.5945627,"speed":-1})");
  EXPECT_EQ(answer.status(), 200);
  ASSERT_EQ(live.locations.size(), 1U);
  EXPECT_EQ(live.locations[0].at, (LatLng{12.9715987, 77.5945627}));
  EXPECT_FALSE(live.locations[0].speed.has_value());
  live.location_answer = fail(Code::kRateLimit);
  const auto soon = send("PATCH", "/api/v1/pilots/location", pilot(), R"({"lat":1,"lng":2})");
  expect_failure(soon, 429, "ERR_1003");
  EXPECT_EQ(soon.header("Retry-After"), "1");
  live.location_answer = fail(Code::kPilotNotAvailable);
  expect_failure(send("PATCH", "/api/v1/pilots/location", pilot(), R"({"lat":1,"lng":2})"), 409,
                 "ERR_1402");
  expect_failure(send("PATCH", "/api/v1/pilots/location", pilot(), R"({"lat":91,"lng":2})"), 400,
                 "ERR_1001");
}

TEST_F(Accounts, GoingOnlineFindsTheVehicle) {
  live.online_answer = std::vector{BookingId("booking-000000")};
  const auto answer = send("PATCH", "/api/v1/pilots/status", pilot(), R"({"isOnline":true})");
  EXPECT_EQ(answer.data().at("bookings").at(0).as_string(), "booking-000000");
  EXPECT_EQ(live.calls.back(), "online pilot-000000 vehicle-000000");
  send("PATCH", "/api/v1/pilots/status", pilot(), R"({"isOnline":false})");
  EXPECT_EQ(live.calls.back(), "offline pilot-000000");
}

TEST_F(Accounts, VehiclesAndAddressesOfOthersDoNotExist) {
  expect_failure(send("GET", "/api/v1/vehicles/vehicle-000000", pilot(1)), 404, "ERR_1303");
  expect_failure(send("DELETE", "/api/v1/vehicles/vehicle-000000", pilot(1)), 404, "ERR_1303");
  expect_failure(send("PATCH", "/api/v1/addresses/pickup-000000", user(1), R"({"city":"X"})"), 404,
                 "ERR_1304");
  expect_failure(send("DELETE", "/api/v1/addresses/pickup-000000", user()), 409, "ERR_1411");
}

TEST_F(Accounts, ATokenWithoutAnAccountMakesNoAddressAndNoVehicle) {
  const std::string place =
      R"({"address":"1 Road","city":"X","state":"Y","pincode":"1","lat":1,"lng":2})";
  const auto stranger = token(Role::kUser, "nobody");
  expect_failure(send("POST", "/api/v1/addresses", stranger, place), 404, "ERR_1300");
  EXPECT_TRUE(send("GET", "/api/v1/addresses", stranger).data().as_array().empty());
  EXPECT_EQ(send("POST", "/api/v1/addresses", user(), place).status(), 201);
  expect_failure(send("POST", "/api/v1/vehicles", token(Role::kPilot, "nobody"),
                      R"({"vehicleTypeId":"vehicle-type-bike"})"),
                 404, "ERR_1301");
}

TEST_F(Accounts, ARegistrationNumberIsUniqueAndNotEmpty) {
  const auto add = [&](int owner, const std::string& number) {
    return send("POST", "/api/v1/vehicles", pilot(owner),
                R"({"vehicleTypeId":"vehicle-type-bike","registrationNo":)" + number + "}");
  };
  EXPECT_EQ(add(0, R"("GJ-01")").status(), 201);
  expect_failure(add(1, R"("GJ-01")"), 409, "ERR_1411");
  expect_failure(add(1, R"("")"), 400, "ERR_1001");
  expect_failure(
      send("PATCH", "/api/v1/vehicles/vehicle-000001", pilot(1), R"({"registrationNo":" "})"), 400,
      "ERR_1001");
  EXPECT_EQ(add(0, "null").status(), 201);
  EXPECT_EQ(add(1, "null").status(), 201);
}

TEST_F(Accounts, APilotCannotVerifyTheirOwnVehicle) {
  const std::string path = "/api/v1/vehicles/vehicle-000000";
  expect_failure(send("PATCH", path, pilot(), R"({"isVerified":true})"), 400, "ERR_1001");
  EXPECT_FALSE(send("PATCH", path, pilot(), R"({"registrationNo":"NEW-1"})")
                   .data()
                   .at("isVerified")
                   .as_bool())
      << "new papers are to be checked";
  EXPECT_TRUE(
      send("PATCH", path, admin(), R"({"isVerified":true})").data().at("isVerified").as_bool());
  EXPECT_EQ(dispatch.changed_pilots.size(), 2U);
}

}  // namespace
}  // namespace waycast::api
