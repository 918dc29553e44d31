// Repeated POSTs: the same answer, and nothing done twice, whoever else does what meanwhile.
#include "api/idempotency.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/testing/api_fixture.h"

namespace waycast::api {
namespace {

using testing::Answer;

constexpr std::string_view kNewAddress =
    R"({"label":"Gym","address":"1 Road","city":"C","state":"S","pincode":"1","lat":12.5,"lng":77.5})";
constexpr std::string_view kBooking =
    R"({"vehicleTypeId":"vehicle-type-bike","pickupAddressId":"pickup-000000","dropAddressId":"drop-000000"})";

class Repeats : public testing::ApiFixture {
 protected:
  http::Request post(std::string_view path, const std::string& who, std::string_view body,
                     std::string key = "k-1") {
    auto given = request("POST", "/api/v1" + std::string(path), who, body);
    given.headers.push_back({"Idempotency-Key", std::move(key)});
    return given;
  }
  http::Request keyed(std::string_view body, std::string key = "k-1") {
    return post("/addresses", user(), body, std::move(key));
  }
  std::size_t addresses() {
    return send("GET", "/api/v1/addresses", user()).data().as_array().size();
  }
  std::int64_t bookings() {
    return send("GET", "/api/v1/bookings/my-bookings", user())
        .json.at("meta")
        .at("total")
        .as_int64();
  }
  void expect_repeated(const http::Request& given) {
    const auto first = send(given);
    const auto second = send(given);
    EXPECT_LT(first.status(), 300) << given.target << first.response.body;
    EXPECT_EQ(second.status(), first.status()) << given.target;
    EXPECT_EQ(second.response.body, first.response.body);
    EXPECT_EQ(second.header("Idempotency-Replayed"), "true") << given.target;
  }
  void add_offer(const std::string& id, const BookingId& booking) {
    Offer offer;
    offer.id = OfferId(id);
    offer.booking_id = booking;
    offer.pilot_id = PilotId("pilot-000008");
    offer.vehicle_id = VehicleId("vehicle-000008");
    offer.created_at = now();
    offer.expires_at = now() + std::chrono::seconds(30);
    ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_offers({offer}, {}); }));
  }
};

TEST_F(Repeats, RepeatsTheAnswerOfAKeyedPost) {
  const auto before = addresses();
  const auto first = send(keyed(kNewAddress));
  const auto second = send(keyed(kNewAddress));
  EXPECT_EQ(first.status(), 201);
  EXPECT_EQ(second.status(), 201);
  EXPECT_EQ(second.response.body, first.response.body);
  EXPECT_EQ(second.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(addresses(), before + 1);
}

TEST_F(Repeats, RefusesAKeyWithAnotherBody) {
  send(keyed(kNewAddress));
  std::string other(kNewAddress);
  other.replace(other.find("Gym"), 3, "Spa");
  expect_failure(send(keyed(other)), 409, "ERR_1411");
  EXPECT_EQ(send(keyed(other, "k-2")).status(), 201);
  auto somebody_else = keyed(other);
  somebody_else.headers.front().value = user(1);
  EXPECT_EQ(send(somebody_else).status(), 201) << "keys belong to one identity";
}

TEST_F(Repeats, RefusesAConcurrentRepeat) {
  const auto before = addresses();
  std::vector<int> statuses;
  for (int i = 0; i < 5; ++i) {
    api->handle(
        keyed(kNewAddress), [&](http::Response response) { statuses.push_back(response.status); },
        loop);
  }
  loop.run();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), 4);
  EXPECT_EQ(addresses(), before + 1);
  EXPECT_EQ(send(keyed(kNewAddress)).status(), 201) << "later it is repeated";
}

TEST_F(Repeats, AFailedPostMayBeTriedAgainUnderItsKey) {
  EXPECT_EQ(send(keyed("{}")).status(), 400);
  EXPECT_EQ(send(keyed(kNewAddress)).status(), 201);
}

TEST_F(Repeats, EveryPostThatChangesSomething) {
  for (const char* id : {"b-1", "b-2", "b-3", "b-4"}) {
    waycast::testing::add_pending_booking(store, id, 0, now());
  }
  waycast::testing::add_free_pilot(store, 8, {23.02, 72.57}, now());
  waycast::testing::add_free_pilot(store, 9, {23.02, 72.57}, now());
  waycast::testing::add_free_pilot(store, 10, {23.02, 72.57}, now());
  add_offer("declined", BookingId("b-1"));
  add_offer("accepted", BookingId("b-1"));

  expect_repeated(post("/addresses", user(), kNewAddress));
  expect_repeated(post("/vehicles", pilot(), R"({"vehicleTypeId":"vehicle-type-bike"})"));
  expect_repeated(post("/pilots/register", pilot(), R"({"name":"Somebody Else"})"));
  expect_repeated(post("/bookings", user(), kBooking));
  expect_repeated(post("/bookings/b-2/cancel", user(), "{}"));
  expect_repeated(post("/matching/offers/declined/respond", pilot(8), R"({"action":"decline"})"));
  expect_repeated(post("/matching/offers/accepted/respond", pilot(8), R"({"action":"accept"})"));
  expect_repeated(post("/bookings/b-3/accept", pilot(9), "{}"));
  expect_repeated(post("/admin/bookings/b-4/assign", admin(), R"({"pilotId":"pilot-000010"})"));
}

// Another server on the same database, or one that was killed after its commit.
TEST_F(Repeats, WhoeverCommitsTheKeyFirstBooks) {
  const auto before = bookings();
  dispatch.before_change = [&] {
    const std::string scope = "user:user-000000 POST /api/v1/bookings";
    ASSERT_TRUE(store.write_now([&](StoreWrites& w) {
      return w.put_idempotent_answer(scope, "k-1", "print 201 {}", now());
    }));
  };
  expect_failure(send(post("/bookings", user(), kBooking)), 409, "ERR_1411");
  EXPECT_EQ(bookings(), before) << "the booking and its key are one operation";
}

}  // namespace
}  // namespace waycast::api
