// Bookings over REST: who sees what, who may change what.
#include <gtest/gtest.h>

#include "api/testing/api_fixture.h"
#include "tracking/bookings/booking_operations.h"

namespace waycast::api {
namespace {

using testing::Answer;

// Booking 0 is IN_TRANSIT: of user 0, with pilot 0.
class Bookings : public testing::ApiFixture {
 protected:
  const std::string path = "/api/v1/bookings/booking-000000";

  Answer set_status(const std::string& who, const std::string& status) {
    return send("PATCH", path + "/status", who, R"({"status":")" + status + "\"}");
  }
};

TEST_F(Bookings, AreSeenByTheirCustomerTheirPilotAndAdmins) {
  for (const auto& who : {user(), pilot(), admin()}) {
    EXPECT_EQ(send("GET", path, who).status(), 200);
  }
  for (const auto& who : {user(1), pilot(1)}) {
    expect_failure(send("GET", path, who), 403, "ERR_1201");
    expect_failure(send("GET", path + "/track", who), 403, "ERR_1201");
  }
  expect_failure(send("GET", "/api/v1/bookings/none", admin()), 404, "ERR_1302");
}

TEST_F(Bookings, ShowCodesAndThePilotsPhoneToTheCustomerOnly) {
  const auto phone = waycast::testing::pilot(store, PilotId("pilot-000000")).phone;
  EXPECT_NE(send("GET", path, user()).response.body.find(phone), std::string::npos);
  for (const auto& who : {pilot(), admin()}) {
    const auto answer = send("GET", path, who);
    EXPECT_EQ(answer.response.body.find(phone), std::string::npos);
    EXPECT_FALSE(answer.data().as_object().contains("pickupOtp"));
  }
}

TEST_F(Bookings, AreMovedOnByTheirPilotAndRepeatsSucceed) {
  EXPECT_EQ(set_status(pilot(), "ARRIVED_DROP").data_text("status"), "ARRIVED_DROP");
  EXPECT_EQ(set_status(pilot(), "ARRIVED_DROP").status(), 200);
  expect_failure(set_status(pilot(), "PICKED_UP"), 409, "ERR_1410");
  expect_failure(set_status(pilot(1), "DELIVERED"), 403, "ERR_1201");
  expect_failure(set_status(pilot(), "LOST"), 400, "ERR_1001");
  EXPECT_EQ(set_status(admin(), "DELIVERED").data_text("status"), "DELIVERED");
}

class Handover : public Bookings {
 protected:
  Handover() { dispatch.require_otp = true; }

  void SetUp() override {
    Bookings::SetUp();
    right_ = send("GET", path, user()).data_text("deliveryOtp");
  }
  void arrive() { EXPECT_EQ(set_status(pilot(), "ARRIVED_DROP").status(), 200); }
  Answer deliver(const std::string& code, const std::string& who) {
    return send("PATCH", path + "/status", who, R"({"status":"DELIVERED","otp":")" + code + "\"}");
  }
  Answer deliver(const std::string& code) { return deliver(code, pilot()); }
  std::string wrong() const { return right_ == "0000" ? "0001" : "0000"; }

  std::string right_;
};

TEST_F(Handover, ACodeMayBeTypedInAnyScript) {
  arrive();
  std::string arabic;
  for (const char digit : right_) {
    arabic += std::string("\xd9") + static_cast<char>(0xa0 + digit - '0');
  }
  arabic.insert(4, "\u00a0");
  EXPECT_EQ(deliver("\u200f" + arabic).data_text("status"), "DELIVERED");
}

TEST_F(Handover, FiveWrongCodesLockTheBookingFor15Minutes) {
  arrive();
  for (int i = 0; i < 5; ++i) expect_failure(deliver(wrong()), 400, "ERR_1001");
  const auto locked = deliver(right_);
  expect_failure(locked, 429, "ERR_1003");
  EXPECT_EQ(locked.header("Retry-After"), "900");
  loop.advance(std::chrono::minutes(15) - Duration{1});
  expect_failure(deliver(right_), 429, "ERR_1003");
  loop.advance(Duration{1});
  EXPECT_EQ(deliver(right_).data_text("status"), "DELIVERED");
}

TEST_F(Handover, ARestartGivesNobodyMoreGuesses) {
  arrive();
  for (int i = 0; i < 3; ++i) expect_failure(deliver(wrong()), 400, "ERR_1001");
  make_api();
  for (int i = 0; i < 2; ++i) expect_failure(deliver(wrong()), 400, "ERR_1001");
  expect_failure(deliver(right_), 429, "ERR_1003");
  loop.advance(std::chrono::minutes(5));
  make_api();
  const auto locked = deliver(right_);
  expect_failure(locked, 429, "ERR_1003");
  EXPECT_EQ(locked.header("Retry-After"), "600");
  loop.advance(std::chrono::minutes(10));
  make_api();
  EXPECT_EQ(deliver(right_).data_text("status"), "DELIVERED");
}

TEST_F(Handover, StepsOfTheWallClockMoveNoLock) {
  arrive();
  for (int i = 0; i < 5; ++i) expect_failure(deliver(wrong()), 400, "ERR_1001");
  loop.manual_clock().set_wall(now() + std::chrono::minutes(30));
  expect_failure(deliver(right_), 429, "ERR_1003");
  loop.manual_clock().set_wall(now() - std::chrono::hours(2));
  make_api();  // a restart under a clock that was set back: no longer than from the beginning
  const auto locked = deliver(right_);
  expect_failure(locked, 429, "ERR_1003");
  EXPECT_EQ(locked.header("Retry-After"), "900");
  loop.advance(std::chrono::minutes(15));
  EXPECT_EQ(deliver(right_).data_text("status"), "DELIVERED");
}

TEST_F(Handover, ARightCodeForgetsWrongOnes) {
  arrive();
  for (int i = 0; i < 4; ++i) expect_failure(deliver(wrong()), 400, "ERR_1001");
  const std::string key = path.substr(path.rfind('/') + 1) + " DELIVERED pilot:pilot-000000";
  const auto stored = [&] {
    return store.read_now([&](StoreReads& reads) { return reads.handover_attempts(key); }).value();
  };
  EXPECT_EQ(stored()->wrong, 4);
  EXPECT_EQ(deliver(right_).data_text("status"), "DELIVERED");
  EXPECT_FALSE(stored());
}

TEST_F(Handover, NobodyElseCanUseUpThePilotsAttempts) {
  arrive();
  for (int i = 0; i < 6; ++i) expect_failure(deliver(wrong(), pilot(1)), 403, "ERR_1201");
  for (int i = 0; i < 4; ++i) expect_failure(deliver(wrong()), 400, "ERR_1001");
  EXPECT_EQ(deliver(right_).status(), 200);
}

TEST_F(Handover, ACodeThatComesTooEarlyIsNoWrongOne) {
  for (int i = 0; i < 6; ++i) expect_failure(deliver(right_), 409, "ERR_1410");
  arrive();
  EXPECT_EQ(deliver(right_).status(), 200);
}

TEST_F(Bookings, CannotBeCancelledOnceUnderWay) {
  expect_failure(send("POST", path + "/cancel", user()), 409, "ERR_1401");
}

TEST_F(Bookings, CostWhatTheTypeSaysForPlacesOrAddresses) {
  const auto price = [&](const std::string& ends) {
    return send("POST", "/api/v1/bookings/calculate-price", user(),
                R"({"vehicleTypeId":"vehicle-type-bike",)" + ends + "}");
  };
  const auto known = price(R"("pickupAddressId":"pickup-000000","dropAddressId":"drop-000000")");
  ASSERT_EQ(known.status(), 200);
  const auto& data = known.data();
  EXPECT_NEAR(data.at("totalAmount").to_number<double>(),
              data.at("baseFare").to_number<double>() +
                  data.at("distanceFare").to_number<double>() +
                  data.at("taxes").to_number<double>(),
              0.001);
  EXPECT_EQ(price(R"("pickupLat":1,"pickupLng":2,"dropLat":1,"dropLng":2.1)").status(), 200);
  expect_failure(price(R"("pickupAddressId":"pickup-000001","dropAddressId":"drop-000000")"), 404,
                 "ERR_1304");
  expect_failure(price(R"("pickupLat":1,"dropAddressId":"drop-000000")"), 400, "ERR_1001");
}

TEST_F(Bookings, AreListedByPageAndFilter) {
  waycast::testing::add_pending_booking(store, "second", 0, now() + std::chrono::seconds(1));
  const auto list = [&](const std::string& query) {
    return send("GET", "/api/v1/bookings/my-bookings?" + query, user());
  };
  const auto first = list("limit=1");
  EXPECT_EQ(first.data().as_array().size(), 1U);
  EXPECT_EQ(first.json.at("meta").at("total").as_int64(), 2);
  EXPECT_EQ(first.json.at("meta").at("pages").as_int64(), 2);
  const auto pending = list("status=PENDING");
  ASSERT_EQ(pending.data().as_array().size(), 1U);
  EXPECT_EQ(pending.data().at(0).at("id").as_string(), "second");
  expect_failure(list("limit=1000"), 400, "ERR_1001");
  const auto half = list("limit=1.5");
  expect_failure(half, 400, "ERR_1001");
  EXPECT_EQ(half.json.at("errors").at(0).at("field").as_string(), "limit");
  EXPECT_EQ(send("GET", "/api/v1/bookings/my-bookings", user(1)).data().as_array().size(), 1U);
}

TEST_F(Bookings, TellTheirTrackInThreeFormats) {
  for (int i = 0; i < 3; ++i) {
    PointRow point;
    point.pilot_id = PilotId("pilot-000000");
    point.booking_id = BookingId("booking-000000");
    point.status = BookingStatus::kInTransit;
    point.location.at = {12.5 + i, 77.25};
    point.recorded_at = now() + std::chrono::seconds(i);
    point.is_flagged = i == 2;
    store.append_point(point, {});
  }
  const auto json = send("GET", path + "/track", user());
  EXPECT_GE(json.data().as_array().size(), 3U);
  const auto map = send("GET", path + "/track?format=geojson", user());
  EXPECT_EQ(map.header("Content-Type"), "application/geo+json");
  const auto features = boost::json::parse(map.response.body).at("features").as_array();
  const auto& line = features.at(0).at("geometry").at("coordinates").as_array();
  ASSERT_EQ(line.size(), 2U) << "flagged points are left out";
  EXPECT_EQ(line.at(0).at(0).to_number<double>(), 77.25) << "longitude comes first";
  const auto gpx = send("GET", path + "/track?format=gpx", user()).response.body;
  EXPECT_NE(gpx.find("<trkpt lat=\"13.5\" lon=\"77.25\">"), std::string::npos) << gpx;
  expect_failure(send("GET", path + "/track?format=kml", user()), 400, "ERR_1001");
}

TEST_F(Bookings, OpenForMatchingAreListedToPilotsAndAdmins) {
  waycast::testing::add_pending_booking(store, "open", 0, now());
  Booking scheduled = waycast::testing::add_pending_booking(store, "template", 0, now());
  scheduled.id = BookingId("tomorrow");
  scheduled.booking_number = "WC-tomorrow";
  scheduled.scheduled_at = now() + std::chrono::hours(24);
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return add_booking(w, scheduled); }));
  waycast::testing::add_free_pilot(store, 8, {23.02, 72.57}, now());
  for (const auto& who : {pilot(8), admin()}) {
    const auto first = send("GET", "/api/v1/matching/jobs?limit=1", who);
    ASSERT_EQ(first.status(), 200) << first.response.body;
    EXPECT_EQ(first.data().as_array().size(), 1U);
    EXPECT_EQ(first.json.at("meta").at("total").as_int64(), 2) << "not the one of tomorrow";
  }
  loop.advance(std::chrono::hours(24) - settings.jobs.scheduled_lead);
  EXPECT_EQ(send("GET", "/api/v1/matching/jobs", admin()).data().as_array().size(), 3U);
  expect_failure(send("GET", "/api/v1/matching/jobs", user()), 403, "ERR_1202");
}

TEST_F(Bookings, CanBeTakenByOnePilot) {
  waycast::testing::add_pending_booking(store, "open", 0, now());
  waycast::testing::add_free_pilot(store, 8, {23.02, 72.57}, now());
  waycast::testing::add_free_pilot(store, 9, {23.02, 72.57}, now());
  EXPECT_EQ(send("POST", "/api/v1/bookings/open/accept", pilot(8)).data_text("pilotId"),
            "pilot-000008");
  EXPECT_EQ(send("POST", "/api/v1/bookings/open/accept", pilot(9)).status(), 409);
}

}  // namespace
}  // namespace waycast::api
