// What the store keeps of a growing account, and what it forgets.
#include <gtest/gtest.h>

#include "storage/seed.h"
#include "storage/sqlite/migrations/migrations.h"
#include "storage/sqlite/session.h"

namespace waycast::sqlite {
namespace {

class AccountWork : public ::testing::Test {
 protected:
  AccountWork() {
    SessionSettings settings;
    settings.keep = {.notifications = 30, .matching = std::chrono::days{90}};
    session = std::move(*Session::open(settings, now));
    EXPECT_TRUE(seed_basics(writes(), now));
    EXPECT_TRUE(seed_rows(writes(), 0, 2, now));
  }
  StoreWrites& writes() { return session->writes(); }
  Connection& db() { return session->connection(); }
  int count(const char* table) {
    return db().query(std::string("SELECT COUNT(*) FROM ") + table).value<int>().value();
  }
  std::string street_of(const char* booking) {
    const auto details = writes().reads().booking_details(BookingId(booking));
    return (*details)->pickup.address;
  }
  void move_house() {
    Address address = sample_pickup(0, now);
    address.address = "elsewhere";
    ASSERT_TRUE(writes().put_address(address));
  }

  const TimePoint now{Duration{1'767'225'600'000}};
  std::unique_ptr<Session> session;
};

TEST_F(AccountWork, ABookingOfAnotherProgramHasItsAddressAsItIs) {
  const std::string before = street_of("booking-000000");
  ASSERT_TRUE(
      db().run("CREATE TEMP TABLE copy AS SELECT * FROM bookings WHERE id = 'booking-000000'"));
  ASSERT_TRUE(db().run("UPDATE copy SET id = 'foreign', bookingNumber = 'F-1'"));
  ASSERT_TRUE(db().run("INSERT INTO bookings SELECT * FROM copy"));
  EXPECT_EQ(street_of("foreign"), before);
  move_house();
  EXPECT_EQ(street_of("foreign"), "elsewhere");
  EXPECT_EQ(street_of("booking-000000"), before);
}

TEST_F(AccountWork, TheMigrationKeepsThePlacesOfEarlierBookings) {
  const std::string before = street_of("booking-000000");
  ASSERT_TRUE(db().script(
      "DROP TABLE waycast_booking_addresses; "
      "DROP INDEX bookings_of_pickup; DROP INDEX bookings_of_drop; "
      "DROP INDEX bookings_of_vehicle; DROP INDEX bookings_pending_of_user; "
      "DROP INDEX bookings_active_of_pilot; DROP INDEX addresses_default; "
      "DROP INDEX vehicles_active; DROP INDEX vehicles_usable; "
      "DROP INDEX notifications_unread_of_user; "
      "DROP INDEX waycast_offers_open_of_booking; DROP INDEX notifications_unread_of_pilot"));
  ASSERT_TRUE(db().script(migrations::kAccountWork));
  EXPECT_EQ(count("waycast_booking_addresses"), 4);
  move_house();
  EXPECT_EQ(street_of("booking-000000"), before);
}

TEST_F(AccountWork, TheNewestNotificationsOfAnAccountAreKept) {
  for (int i = 0; i < 100; ++i) {
    Notification notification;
    notification.id = NotificationId(numbered("n", i));
    notification.user_id = UserId(i == 0 ? "user-000001" : "user-000000");
    notification.created_at = now + std::chrono::seconds(i);
    ASSERT_TRUE(writes().put_notification(notification));
  }
  EXPECT_EQ(count("notifications WHERE userId = 'user-000000'"), 30);
  EXPECT_EQ(count("notifications WHERE userId = 'user-000001'"), 1);
  EXPECT_EQ(count("notifications WHERE id = 'n-000099'"), 1);
}

TEST_F(AccountWork, EndedOffersAndTheirJournalAreForgottenInTime) {
  const auto put = [&](TimePoint at, OfferState state) {
    Offer offer;
    offer.id = OfferId(new_id(at));
    offer.booking_id = BookingId("booking-000000");
    offer.pilot_id = PilotId("pilot-000000");
    offer.state = state;
    offer.created_at = offer.expires_at = at;
    JournalEntry row;
    row.id = new_id(at);
    row.booking_id = offer.booking_id;
    row.offer_id = offer.id;
    row.reason = "offered";
    row.created_at = at;
    ASSERT_TRUE(writes().put_offers({offer}, {row}));
  };
  put(now, OfferState::kDeclined);
  put(now, OfferState::kPending);
  put(now + std::chrono::days{89}, OfferState::kDeclined);
  EXPECT_EQ(count("waycast_offers"), 3);
  put(now + std::chrono::days{91}, OfferState::kDeclined);
  EXPECT_EQ(count("waycast_offers"), 3) << "the one that is pending stays";
  EXPECT_EQ(count("waycast_match_journal"), 2);
}

TEST_F(AccountWork, OldCodesGoAFewAtATime) {
  const auto put = [&](int number, TimePoint at) {
    Otp otp;
    otp.id = numbered("otp", number);
    otp.phone = "+911234567890";
    otp.code = "123456";
    otp.created_at = otp.expires_at = at;
    ASSERT_TRUE(writes().put_otp(otp, "192.0.2.1"));
  };
  for (int i = 0; i < 100; ++i) put(i, now);
  put(100, now + std::chrono::days{2});
  EXPECT_EQ(count("otps"), 81) << "one write deletes no more than twenty";
  for (int i = 101; i < 105; ++i) put(i, now + std::chrono::days{2});
  EXPECT_EQ(count("otps"), 5);
}

TEST_F(AccountWork, AVehicleOfTheBookingsTypeIsFoundAmongAnyNumber) {
  Vehicle vehicle = sample_vehicle(1, now);
  vehicle.created_at = now - std::chrono::hours(1);
  vehicle.registration_no.reset();
  for (int i = 0; i < 60; ++i) {
    vehicle.id = VehicleId(numbered("spare", i));
    vehicle.is_verified = false;
    ASSERT_TRUE(writes().put_vehicle(vehicle));
  }
  const auto first = writes().reads().first_vehicle(vehicle.pilot_id);
  EXPECT_EQ((*first)->id, VehicleId("vehicle-000001")) << "verified ones before older ones";
  EXPECT_EQ(writes().reads().held(Holding::kVehicles, "pilot-000001", 50).value(), 50);
  EXPECT_EQ(writes().reads().held(Holding::kVehicles, "pilot-000001", 500).value(), 61);
}

}  // namespace
}  // namespace waycast::sqlite
