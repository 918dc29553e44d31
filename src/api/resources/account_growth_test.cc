// What an account can grow: its places, vehicles and bookings have bounds, its lists have pages,
// and what others rely on stays as it was.
#include <gtest/gtest.h>

#include <set>

#include "api/testing/api_fixture.h"

namespace waycast::api {
namespace {

using testing::Answer;

class AccountGrowth : public testing::ApiFixture {
 protected:
  Answer add_address(const std::string& who, int number) {
    return send(
        "POST", "/api/v1/addresses", who,
        R"({"label":")" + std::to_string(number) +
            R"(","address":"1 Road","city":"C","state":"S","pincode":"1","lat":1,"lng":2})");
  }
  Answer add_vehicle(const std::string& who) {
    return send("POST", "/api/v1/vehicles", who, R"({"vehicleTypeId":"vehicle-type-bike"})");
  }
  std::string pickup_of(const std::string& booking) {
    const auto seen = send("GET", "/api/v1/bookings/" + booking, user());
    return boost::json::serialize(seen.data().at("pickupAddress"));
  }
  void add_points(int count) {
    for (int i = 0; i < count; ++i) {
      PointRow point;
      point.pilot_id = PilotId("pilot-000000");
      point.booking_id = BookingId("booking-000000");
      point.status = BookingStatus::kInTransit;
      point.location.at = {12.5 + i * 1e-4, 77.25};
      point.location.speed = 7;
      point.recorded_at = now() + std::chrono::seconds(i);
      store.append_point(point, {});
    }
  }
};

TEST_F(AccountGrowth, BookingsKeepThePlacesTheyWereMadeWith) {
  waycast::testing::add_pending_booking(store, "open", 0, now());
  const auto under_way = pickup_of("booking-000000"), pending = pickup_of("open");
  const auto moved = send("PATCH", "/api/v1/addresses/pickup-000000", user(),
                          R"({"address":"elsewhere","landmark":"blue gate","lat":10,"lng":10})");
  ASSERT_EQ(moved.status(), 200) << moved.response.body;
  EXPECT_EQ(moved.data_text("address"), "elsewhere");
  EXPECT_EQ(pickup_of("booking-000000"), under_way);
  EXPECT_EQ(pickup_of("open"), pending);

  const auto jobs_near = [&](LatLng at) {
    const OpenBookingFilter filter{
        .vehicle_types = {}, .scheduled_until = now(), .near = at, .radius_km = 1};
    return store.read_now([&](StoreReads& r) { return r.open_bookings(filter, {}); })->items;
  };
  EXPECT_TRUE(jobs_near({10, 10}).empty()) << "offered where it was booked";
  const auto jobs = jobs_near(sample_pickup(0, now()).at);
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].pickup_distance, 0);
  EXPECT_EQ(jobs[0].details.pickup.address, sample_pickup(0, now()).address);

  send("POST", "/api/v1/bookings", user(),
       R"({"vehicleTypeId":"vehicle-type-bike","pickupAddressId":"pickup-000000",)"
       R"("dropAddressId":"drop-000000"})");
  EXPECT_NE(pickup_of("new-1"), pending) << "a new booking begins at the new place";
}

TEST_F(AccountGrowth, AnAccountHasOnlySoManyPlacesAndVehicles) {
  settings.accounts = {.addresses = 4, .vehicles = 2};
  make_api();
  EXPECT_EQ(add_address(user(), 1).status(), 201) << "the sample user has two already";
  EXPECT_EQ(add_address(user(), 2).status(), 201);
  expect_failure(add_address(user(), 3), 409, "ERR_1412");
  EXPECT_EQ(add_address(user(1), 3).status(), 201) << "of another account";
  EXPECT_EQ(add_vehicle(pilot()).status(), 201);
  expect_failure(add_vehicle(pilot()), 409, "ERR_1412");
  EXPECT_EQ(api->room().refused(Holding::kAddresses), 1U);
  EXPECT_EQ(api->room().refused(Holding::kVehicles), 1U);
}

TEST_F(AccountGrowth, AnIdentityHasOnlySoManyRepeatKeysADay) {
  settings.accounts.repeat_keys = 2;
  make_api();
  const auto keyed = [&](const std::string& who, const std::string& key) {
    auto given =
        request("POST", "/api/v1/vehicles", who, R"({"vehicleTypeId":"vehicle-type-bike"})");
    given.headers.push_back({"Idempotency-Key", key});
    return send(given);
  };
  EXPECT_EQ(keyed(pilot(), "a").status(), 201);
  EXPECT_EQ(keyed(pilot(), "b").status(), 201);
  expect_failure(keyed(pilot(), "c"), 409, "ERR_1412");
  EXPECT_EQ(keyed(pilot(), "b").header("Idempotency-Replayed"), "true");
  EXPECT_EQ(keyed(pilot(1), "c").status(), 201);
  loop.advance(std::chrono::hours(25));
  EXPECT_EQ(keyed(pilot(1), "d").status(), 201) << "which forgets those of the day before";
  EXPECT_EQ(keyed(pilot(), "d").status(), 201);
}

TEST_F(AccountGrowth, ListsComeInPages) {
  for (int i = 0; i < 3; ++i) ASSERT_EQ(add_address(user(), i).status(), 201);
  std::set<std::string> seen;
  for (const char* page : {"1", "2", "3"}) {
    const auto part = send("GET", std::string("/api/v1/addresses?limit=2&page=") + page, user());
    EXPECT_EQ(part.json.at("meta").at("total").as_int64(), 5);
    for (const auto& address : part.data().as_array())
      seen.insert(address.at("id").as_string().c_str());
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_EQ(send("GET", "/api/v1/vehicles?limit=1&page=2", pilot()).json.at("meta").at("total"), 1);
  EXPECT_EQ(send("GET", "/api/v1/vehicles/types?limit=1").data().as_array().size(), 1U);
  expect_failure(send("GET", "/api/v1/addresses?limit=101", user()), 400, "ERR_1001");
}

TEST_F(AccountGrowth, TheLiveFleetComesInPagesById) {
  for (const int i : {4, 0, 3, 1, 2}) {
    dispatch.positions.push_back({.pilot_id = PilotId(numbered("pilot", i)), .at = {23, 72}});
  }
  const auto page = send("GET", "/api/v1/admin/pilots/live?limit=2&page=2", admin());
  ASSERT_EQ(page.data().as_array().size(), 2U);
  EXPECT_EQ(page.data().at(0).at("pilotId").as_string(), "pilot-000002");
  EXPECT_EQ(page.data().at(1).at("pilotId").as_string(), "pilot-000003");
  EXPECT_EQ(page.json.at("meta").at("total"), 5);
  EXPECT_TRUE(send("GET", "/api/v1/admin/pilots/live?page=9", admin()).data().as_array().empty());
}

TEST_F(AccountGrowth, ALongTrackComesInPartsThatMakeTheWhole) {
  add_points(350);
  const std::string path = "/api/v1/bookings/booking-000000/track";
  const auto whole = send("GET", path, user());
  const std::size_t entries = whole.data().as_array().size();
  ASSERT_GE(entries, 351U) << "the points, and what became of the booking";
  EXPECT_TRUE(whole.json.at("meta").at("next").is_null());
  EXPECT_TRUE(whole.header("Link").empty());

  boost::json::array together;
  std::string next = path + "?limit=100";
  for (int parts = 0; !next.empty(); ++parts) {
    ASSERT_LT(parts, 10);
    const auto part = send("GET", next, user());
    EXPECT_LE(part.data().as_array().size(), 100U);
    for (const auto& entry : part.data().as_array()) together.push_back(entry);
    const std::string link = part.header("Link");
    EXPECT_EQ(link.empty(), part.json.at("meta").at("next").is_null());
    next = link.empty() ? "" : link.substr(1, link.find('>') - 1);
  }
  EXPECT_EQ(together, whole.data().as_array());
  EXPECT_FALSE(send("GET", path + "?format=gpx&limit=100", user()).header("Link").empty());
  const auto between =
      send("GET", path + "?from=2026-01-01T00:00:10Z&to=2026-01-01T00:00:20Z", user());
  EXPECT_EQ(between.data().as_array().size(), 10U);
  EXPECT_EQ(between.data().at(0).at("speed"), 7);
}

}  // namespace
}  // namespace waycast::api
