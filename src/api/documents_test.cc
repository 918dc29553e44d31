// The OpenAPI document against the running API: everything is documented, everything documented is
// there, and every endpoint's answer fits its schema.
#include "api/documents.h"

#include <gtest/gtest.h>

#include <set>

#include "api/testing/api_fixture.h"
#include "auth/password.h"

namespace waycast::api {
namespace {

using testing::Answer;

class Documents : public testing::ApiFixture {
 protected:
  std::set<std::string> documented() const {
    std::set<std::string> out;
    for (const auto& [path, methods] : schemas.root().at("paths").as_object()) {
      for (const auto& [method, operation] : methods.as_object()) {
        std::string name(method);
        for (char& c : name) c = static_cast<char>(std::toupper(c));
        out.insert(name + " " + std::string(path));
      }
    }
    return out;
  }

  // One success of an operation; `send` checked its schema already.
  Answer succeed(const http::Request& given) {
    const auto answer = send(given);
    EXPECT_LT(answer.status(), 300) << given.method << " " << given.target << "\n"
                                    << answer.response.body;
    done_.insert(operation_of(given));
    return answer;
  }
  Answer succeed(std::string_view method, std::string_view target,
                 std::string_view authorization = {}, std::string_view body = {}) {
    return succeed(request(method, target, authorization, body));
  }

  void sign_in();
  void keep_addresses();
  void book_and_deliver();
  void work_as_pilot();
  void keep_vehicles();
  void answer_offers();
  void read_notifications();
  void administrate();
  void ask_the_system();

  std::set<std::string> done_;
};

TEST_F(Documents, EveryRouteIsDocumentedAndEveryDocumentedOperationHasARoute) {
  std::set<std::string> routes;
  for (const Route* route : api->routes()) routes.insert(documented_name(*route));
  EXPECT_EQ(routes, documented());
}

TEST_F(Documents, EveryReferenceLeadsSomewhere) {
  for (const auto text : {documents::openapi(), documents::asyncapi()}) {
    const testing::Schemas all(text);
    for (auto at = text.find("\"$ref\": \""); at != std::string_view::npos;
         at = text.find("\"$ref\": \"", at + 1)) {
      const auto start = at + 9;
      const std::string target(text.substr(start, text.find('"', start) - start));
      EXPECT_NO_THROW(all.root().at_pointer(target.substr(1))) << target;
    }
  }
}

void Documents::sign_in() {
  for (const std::string role : {"user", "pilot"}) {
    succeed("POST", "/api/v1/auth/" + role + "/send-otp", {}, R"({"phone":"+911234567890"})");
    const auto body = R"({"phone":"+911234567890","otp":")" + sender.sent.back().code + "\"}";
    succeed("POST", "/api/v1/auth/" + role + "/verify-otp", {}, body);
  }
  Admin boss = sample_admin(now());
  boss.password_hash = auth::hash_password("secret");
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_admin(boss); }));
  succeed("POST", "/api/v1/auth/admin/login", {},
          R"({"email":")" + boss.email + R"(","password":"secret"})");
}

void Documents::keep_addresses() {
  const auto made = succeed("POST", "/api/v1/addresses", user(),
                            R"({"label":"Gym","address":"1 Road","city":"C","state":"S",
                                "pincode":"1","lat":12.5,"lng":77.5})");
  const auto path = "/api/v1/addresses/" + made.data_text("id");
  succeed("GET", "/api/v1/addresses", user());
  succeed("GET", path, user());
  succeed("PATCH", path, user(), R"({"city":"D","isDefault":true})");
  succeed("DELETE", path, user());
}

void Documents::book_and_deliver() {
  const std::string trip = R"({"vehicleTypeId":"vehicle-type-bike",
      "pickupAddressId":"pickup-000000","dropAddressId":"drop-000000"})";
  succeed("POST", "/api/v1/bookings/calculate-price", user(), trip);
  const auto first =
      "/api/v1/bookings/" + succeed("POST", "/api/v1/bookings", user(), trip).data_text("id");
  const auto second =
      "/api/v1/bookings/" + succeed("POST", "/api/v1/bookings", user(), trip).data_text("id");
  waycast::testing::add_free_pilot(store, 9, {23.02, 72.57}, now());
  succeed("POST", first + "/accept", pilot(9));
  succeed("PATCH", first + "/status", pilot(9), R"({"status":"ARRIVED_PICKUP"})");
  succeed("GET", first, user());
  succeed("GET", first + "/track", user());
  succeed("POST", second + "/cancel", user(), R"({"reason":"changed my mind"})");
  succeed("GET", "/api/v1/bookings/my-bookings?limit=2", user());
}

void Documents::work_as_pilot() {
  succeed("POST", "/api/v1/pilots/register", {}, R"({"phone":"+919999999999","name":"Ana"})");
  succeed("GET", "/api/v1/pilots/profile", pilot());
  succeed("PATCH", "/api/v1/pilots/profile", pilot(), R"({"gender":"FEMALE"})");
  succeed("PATCH", "/api/v1/pilots/location", pilot(), R"({"lat":1.5,"lng":2.5,"heading":-1})");
  succeed("PATCH", "/api/v1/pilots/status", pilot(), R"({"isOnline":true})");
  succeed("GET", "/api/v1/pilots/bookings", pilot());
  dispatch.near = {{PilotId("pilot-000001"), {23.0, 72.5}, 1.234, VehicleTypeId("t")}};
  succeed("GET", "/api/v1/pilots/nearby?lat=23&lng=72.5", admin());
  succeed("GET", "/api/v1/pilots/nearby?lat=23&lng=72.5", user());
}

void Documents::keep_vehicles() {
  succeed("GET", "/api/v1/vehicles/types");
  const auto made = succeed("POST", "/api/v1/vehicles", pilot(),
                            R"({"vehicleTypeId":"vehicle-type-bike","registrationNo":"GJ01"})");
  const auto path = "/api/v1/vehicles/" + made.data_text("id");
  succeed("GET", "/api/v1/vehicles", pilot());
  succeed("GET", path, pilot());
  succeed("PATCH", path, admin(), R"({"isVerified":true})");
  succeed("DELETE", path, pilot());
}

void Documents::answer_offers() {
  waycast::testing::add_pending_booking(store, "open", 0, now());
  waycast::testing::add_free_pilot(store, 8, {23.02, 72.57}, now());
  Offer offer;
  offer.id = OfferId("offer-1");
  offer.booking_id = BookingId("open");
  offer.pilot_id = PilotId("pilot-000008");
  offer.vehicle_id = VehicleId("vehicle-000008");
  offer.created_at = now();
  offer.expires_at = now() + std::chrono::seconds(30);
  JournalEntry entry;
  entry.id = "journal-1";
  entry.booking_id = offer.booking_id;
  entry.pilot_id = offer.pilot_id;
  entry.offer_id = offer.id;
  entry.reason = "offered";
  entry.created_at = now();
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_offers({offer}, {entry}); }));
  const auto open = succeed("GET", "/api/v1/matching/offers", pilot(8));
  EXPECT_EQ(open.data().as_array().size(), 1U);
  succeed("GET", "/api/v1/matching/jobs", pilot(8));
  succeed("POST", "/api/v1/matching/offers/offer-1/respond", pilot(8), R"({"action":"decline"})");
  const auto journal = succeed("GET", "/api/v1/admin/bookings/open/offers", admin());
  EXPECT_EQ(journal.data().at(0).at("answer").as_string(), "DECLINED");
}

void Documents::read_notifications() {
  Notification note;
  note.id = NotificationId("note-1");
  note.user_id = UserId("user-000000");
  note.title = "Hello";
  note.data_json = R"({"bookingId":"b"})";
  note.created_at = now();
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_notification(note); }));
  succeed("GET", "/api/v1/notifications?unread=true", user());
  succeed("PATCH", "/api/v1/notifications/note-1/read", user());
}

void Documents::administrate() {
  dispatch.positions = {{PilotId("pilot-000001"), {23.0, 72.5}, 10.0, 3.5, true, now()}};
  succeed("GET", "/api/v1/admin/dashboard", admin());
  succeed("GET", "/api/v1/admin/bookings?status=PENDING,CANCELLED&limit=5", admin());
  succeed("GET", "/api/v1/admin/bookings/booking-000000", admin());
  succeed("GET", "/api/v1/admin/pilots/live", admin());
  waycast::testing::add_pending_booking(store, "to-assign", 1, now());
  waycast::testing::add_free_pilot(store, 7, {23.02, 72.57}, now());
  succeed("POST", "/api/v1/admin/bookings/to-assign/assign", admin(),
          R"({"pilotId":"pilot-000007"})");
  succeed("POST", "/api/v1/admin/bookings/to-assign/cancel", admin());
  succeed("GET", "/api/v1/pilots?status=APPROVED&limit=2", admin());
  succeed("GET", "/api/v1/pilots/pilot-000002", admin());
  succeed("PATCH", "/api/v1/pilots/pilot-000002/status", admin(), R"({"status":"SUSPENDED"})");
  succeed("PATCH", "/api/v1/admin/users/user-000002/status", admin(), R"({"isActive":false})");
}

void Documents::ask_the_system() {
  for (const std::string root : {"", "/_waycast"}) {
    for (const char* path : {"/health", "/ready", "/metrics", "/api-docs", "/api-docs/events",
                             "/openapi.json", "/asyncapi.json"}) {
      succeed("GET", root + path);
    }
    done_.insert("GET " + root + "/socket.io/socket.io.js");  // a file; system_test reads one
  }
}

TEST_F(Documents, EveryEndpointAnswersAsDocumented) {
  sign_in();
  keep_addresses();
  book_and_deliver();
  work_as_pilot();
  keep_vehicles();
  answer_offers();
  read_notifications();
  administrate();
  ask_the_system();
  EXPECT_EQ(done_, documented()) << "an operation was not exercised";
}

}  // namespace
}  // namespace waycast::api
