// Signing in, and the accounts of pilots, vehicles and addresses.
#include <gtest/gtest.h>

#include "api/testing/api_fixture.h"
#include "auth/password.h"

namespace waycast::api {
namespace {

using std::chrono::minutes;
using testing::Answer;

class Accounts : public testing::ApiFixture {
 protected:
  static std::string phone_body(const std::string& phone) {
    return R"({"phone":")" + phone + "\"}";
  }

  Answer ask_code(const std::string& phone, const std::string& role = "user") {
    return send("POST", "/api/v1/auth/" + role + "/send-otp", {}, phone_body(phone));
  }
  Answer give_code(const std::string& phone, const std::string& code,
                   const std::string& role = "user") {
    return send("POST", "/api/v1/auth/" + role + "/verify-otp", {},
                R"({"phone":")" + phone + R"(","otp":")" + code + "\"}");
  }
  std::string wrong(const std::string& code) { return code == "000000" ? "000001" : "000000"; }
  void SetUp() override {
    ApiFixture::SetUp();
    settings.sign_in_per_address = {};
    make_api();
  }
};

TEST_F(Accounts, TheFirstSignInMakesTheAccountAndLaterOnesFindIt) {
  ask_code("+91 12345-67890");
  ASSERT_EQ(sender.sent.size(), 1U);
  EXPECT_EQ(sender.sent[0].phone, "+911234567890");
  const auto first = give_code("+911234567890", sender.sent[0].code);
  ASSERT_EQ(first.status(), 200) << first.response.body;
  EXPECT_TRUE(first.data().at("isNewUser").as_bool());
  const auto who = jwt.verify(first.data_text("token"), now());
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->role, Role::kUser);
  EXPECT_EQ(who->id, first.data().at("user").at("id").as_string().c_str());
  EXPECT_EQ(who->expires_at, now() + settings.token_ttl);

  ask_code("+911234567890");
  const auto second = give_code("+911234567890", sender.sent[1].code);
  EXPECT_FALSE(second.data().at("isNewUser").as_bool());
  EXPECT_EQ(second.data().at("user").at("id"), first.data().at("user").at("id"));
}

TEST_F(Accounts, APhoneIsOneAccountHoweverItIsWritten) {
  ask_code("+91 (12345) 67890");
  const auto first = give_code("911234567890", sender.sent[0].code);
  ASSERT_EQ(first.status(), 200) << first.response.body;
  EXPECT_EQ(first.data().at("user").at("phone").as_string(), "911234567890");
  ask_code("0091-12345-67890");
  const auto second = give_code("+91.12345.67890", sender.sent[1].code);
  EXPECT_FALSE(second.data().at("isNewUser").as_bool());
  EXPECT_EQ(second.data().at("user").at("id"), first.data().at("user").at("id"));
  EXPECT_EQ(ask_code("911234567890").status(), 200);
  expect_failure(ask_code("+911234567890"), 429, "ERR_1003");

  EXPECT_EQ(send("POST", "/api/v1/pilots/register", {}, R"({"phone":"919999999999","name":"Ana"})")
                .status(),
            201);
  expect_failure(
      send("POST", "/api/v1/pilots/register", {}, R"({"phone":"+91 99999 99999","name":"Ana"})"),
      409, "ERR_1411");
}

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

TEST_F(Accounts, APilotWhoSignsInFirstAwaitsApproval) {
  ask_code("+911234567890", "pilot");
  const auto answer = give_code("+911234567890", sender.sent[0].code, "pilot");
  EXPECT_EQ(answer.data().at("pilot").at("status").as_string(), "PENDING");
  EXPECT_EQ(jwt.verify(answer.data_text("token"), now())->role, Role::kPilot);
}

TEST_F(Accounts, ACodeWorksOnceAndNotLate) {
  ask_code("+911234567890");
  const auto code = sender.sent[0].code;
  EXPECT_EQ(give_code("+911234567890", code).status(), 200);
  expect_failure(give_code("+911234567890", code), 401, "ERR_1101");
  ask_code("+911234567890");
  loop.advance(minutes(6));
  expect_failure(give_code("+911234567890", sender.sent[1].code), 401, "ERR_1101");
}

TEST_F(Accounts, ThreeSendsAMinute) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask_code("+911234567890").status(), 200);
  const auto refused = ask_code("+911234567890");
  expect_failure(refused, 429, "ERR_1003");
  EXPECT_EQ(refused.header("Retry-After"), "60");
  EXPECT_EQ(sender.sent.size(), 3U);
  EXPECT_EQ(ask_code("+919999999999").status(), 200);
  loop.advance(minutes(1));
  EXPECT_EQ(ask_code("+911234567890").status(), 200);
}

TEST_F(Accounts, FiveWrongCodesLockThePhoneFor15Minutes) {
  ask_code("+911234567890");
  const auto code = sender.sent[0].code;
  for (int i = 0; i < 5; ++i) {
    expect_failure(give_code("+911234567890", wrong(code)), 401, "ERR_1101");
  }
  const auto locked = give_code("+911234567890", code);
  expect_failure(locked, 429, "ERR_1003");
  EXPECT_EQ(locked.header("Retry-After"), "900");
  expect_failure(ask_code("+911234567890"), 429, "ERR_1003");
  loop.advance(minutes(15));
  EXPECT_EQ(ask_code("+911234567890").status(), 200);
  EXPECT_EQ(give_code("+911234567890", sender.sent[1].code).status(), 200);
}

TEST_F(Accounts, ASuspendedCustomerCannotSignIn) {
  const auto phone = sample_user(0, now()).phone;
  ASSERT_TRUE(store.write_now(
      [&](StoreWrites& w) { return w.set_user_active(UserId("user-000000"), false, now()); }));
  ask_code(phone);
  expect_failure(give_code(phone, sender.sent[0].code), 403, "ERR_1203");
}

TEST_F(Accounts, AnAdminSignsInWithAHashOfTheExistingApp) {
  Admin boss = sample_admin(now());
  boss.password_hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_admin(boss); }));
  const auto login = [&](const std::string& email, const std::string& password) {
    return send("POST", "/api/v1/auth/admin/login", {},
                R"({"email":")" + email + R"(","password":")" + password + "\"}");
  };
  const auto right = login(boss.email, "U*U");
  ASSERT_EQ(right.status(), 200) << right.response.body;
  EXPECT_EQ(jwt.verify(right.data_text("token"), now())->role, Role::kAdmin);
  EXPECT_EQ(right.response.body.find("$2a$"), std::string::npos);
  expect_failure(login(boss.email, "U*V"), 401, "ERR_1101");
  expect_failure(login("nobody@example.com", "U*U"), 401, "ERR_1101");
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

TEST_F(Accounts, ThePlacesOfABookingUnderWayDoNotMove) {
  const std::string path = "/api/v1/addresses/pickup-000000";  // of an IN_TRANSIT booking
  expect_failure(send("PATCH", path, user(), R"({"lat":10})"), 409, "ERR_1411");
  expect_failure(send("PATCH", path, user(), R"({"address":"elsewhere"})"), 409, "ERR_1411");
  EXPECT_EQ(send("PATCH", path, user(), R"({"label":"Home","landmark":"blue gate"})").status(),
            200);
  StatusRequest request;
  request.booking_id = BookingId("booking-000000");
  request.at = now();
  for (const auto status : {BookingStatus::kArrivedDrop, BookingStatus::kDelivered}) {
    request.to = status;
    ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.change_status(request); }));
  }
  EXPECT_EQ(send("PATCH", path, user(), R"({"lat":10})").data().at("lat").to_number<double>(), 10);
}

TEST_F(Accounts, ARegistrationWithoutATokenCountsAsASignIn) {
  settings.sign_in_per_address = {.per_minute = 60, .burst = 2};
  make_api();
  const auto enrol = [&](const std::string& phone, const std::string& authorization = {}) {
    return send("POST", "/api/v1/pilots/register", authorization,
                R"({"phone":")" + phone + R"(","name":"Ana"})");
  };
  EXPECT_EQ(enrol("+919999999991").status(), 201);
  EXPECT_EQ(enrol("+919999999992").status(), 201);
  expect_failure(enrol("+919999999993"), 429, "ERR_1003");
  EXPECT_EQ(enrol("+919999999993", pilot()).status(), 201);
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
