// Accounts and what belongs to them: one-time codes, addresses, vehicles, notifications, filters.
#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

const Principal kUser{Role::kUser, "user-000000", {}, {}};

TEST_P(StoreContract, APhoneIsFoundWithOrWithoutItsPlus) {
  User plain = sample_user(7, now), both = sample_user(8, now);
  plain.phone = "919000000001";
  both.phone = "+919000000002";
  for (const User& user : {plain, both}) {
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.put_user(user); }));
  }
  const auto found = [&](const char* phone) {
    const auto user = call.read([&](StoreReads& r) { return r.user_by_phone(phone); });
    return *user ? (*user)->id : UserId();
  };
  for (const char* phone : {"919000000001", "+919000000001"}) EXPECT_EQ(found(phone), plain.id);
  for (const char* phone : {"919000000002", "+919000000002"}) EXPECT_EQ(found(phone), both.id);
  EXPECT_EQ(found("919000000003"), UserId());

  // Two accounts of an older day stay two: what was written as asked comes first.
  User twin = sample_user(9, now);
  twin.phone = "+919000000001";
  ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.put_user(twin); }));
  EXPECT_EQ(found("919000000001"), plain.id);
  EXPECT_EQ(found("+919000000001"), twin.id);
}

TEST_P(StoreContract, OneAddressIsTheDefault) {
  for (const char* id : {"first", "second"}) {
    Address address = sample_pickup(0, now);
    address.id = AddressId(id);
    address.is_default = true;
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.put_address(address); }));
  }
  const auto of_user =
      call.read([](StoreReads& r) { return r.addresses(UserId("user-000000"), {}); });
  std::vector<AddressId> defaults;
  for (const Address& address : of_user->items) {
    if (address.is_default) defaults.push_back(address.id);
  }
  EXPECT_EQ(defaults, std::vector{AddressId("second")});
}

TEST_P(StoreContract, WhatABookingUsesCannotBeDeleted) {
  const auto drop_address = [&](const char* id) {
    return call.write([&](StoreWrites& w) { return w.delete_address(AddressId(id)); });
  };
  EXPECT_EQ(drop_address("pickup-000000").error().code, Code::kDuplicate);
  EXPECT_EQ(drop_address("nowhere").error().code, Code::kAddressNotFound);
  const auto drop_vehicle = [&](const char* id) {
    return call.write([&](StoreWrites& w) { return w.delete_vehicle(VehicleId(id)); });
  };
  EXPECT_EQ(drop_vehicle("vehicle-000000").error().code, Code::kDuplicate);
  EXPECT_EQ(drop_vehicle("nowhere").error().code, Code::kVehicleNotFound);

  Vehicle spare = sample_vehicle(0, now);
  spare.id = VehicleId("spare");
  spare.registration_no = sample_vehicle(1, now).registration_no;
  const auto put = [&](StoreWrites& w) { return w.put_vehicle(spare); };
  EXPECT_EQ(call.write(put).error().code, Code::kDuplicate);
  spare.registration_no = "GJ99-1";
  EXPECT_TRUE(call.write(put));
  EXPECT_TRUE(drop_vehicle("spare"));
}

TEST_P(StoreContract, NotificationsAreKeptUntilTheirOwnerReadsThem) {
  for (int i = 0; i < 25; ++i) {
    Notification notification;
    notification.id = NotificationId(numbered("n", i));
    notification.user_id = UserId(kUser.id);
    notification.created_at = now + i * 1s;
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.put_notification(notification); }));
  }
  const auto unread = [&] {
    return call.read([&](StoreReads& r) { return r.principal(kUser, now, 120s); })->unread;
  };
  ASSERT_EQ(unread().size(), 20U);
  EXPECT_EQ(unread().front().id, NotificationId("n-000005"));
  EXPECT_EQ(unread().back().id, NotificationId("n-000024"));

  const Principal stranger{Role::kUser, "user-000001", {}, {}};
  const auto read_by = [&](const Principal& who) {
    return call.write([&](StoreWrites& w) { return w.mark_read(NotificationId("n-000024"), who); });
  };
  EXPECT_EQ(read_by(stranger).error().code, Code::kNotFound);
  EXPECT_TRUE(read_by(kUser)->is_read);
  EXPECT_EQ(unread().back().id, NotificationId("n-000023"));
  const auto page = call.read(
      [](StoreReads& r) { return r.notifications(kUser, false, {.page = 3, .limit = 10}); });
  EXPECT_EQ(page->total, 25);
  EXPECT_EQ(page->items.size(), 5U);
}

TEST_P(StoreContract, StatsAreCountedFromTheTables) {
  add_pending("b");
  free_pilot(0);
  const auto count = [&](TimePoint since) {
    return call.read([&](StoreReads& r) { return r.count_stats(since, since + 24h); }).value();
  };
  const StatsCount today = count(now);
  EXPECT_EQ(today.active_bookings, 2);
  EXPECT_EQ(today.pending_bookings, 1);
  EXPECT_EQ(today.online_pilots, 1);
  EXPECT_EQ(today.today_deliveries, 1);
  EXPECT_DOUBLE_EQ(today.today_revenue, sample_booking(0, now).total_amount);
  EXPECT_EQ(count(now + 1ms).today_deliveries, 0);
}

TEST_P(StoreContract, BookingsAndPilotsAreFiltered) {
  add_pending("b");
  free_pilot(2);
  const auto bookings = [&](const BookingFilter& filter) {
    return call.read([&](StoreReads& r) { return r.bookings(filter, {}); })->total;
  };
  EXPECT_EQ(bookings({}), 4);
  BookingFilter pending;
  pending.statuses = {BookingStatus::kPending};
  EXPECT_EQ(bookings(pending), 1);
  BookingFilter of_user;
  of_user.user_id = UserId("user-000000");
  EXPECT_EQ(bookings(of_user), 2);
  BookingFilter by_number;
  by_number.search = "WC-b";
  EXPECT_EQ(bookings(by_number), 1);
  BookingFilter later;
  later.from = now + 1ms;
  EXPECT_EQ(bookings(later), 0);

  PilotFilter online;
  online.is_online = true;
  const auto page = call.read([&](StoreReads& r) { return r.pilots(online, {}); });
  ASSERT_EQ(page->total, 1);
  EXPECT_EQ(page->items[0].id, PilotId("pilot-000002"));
}

TEST_P(StoreContract, ASearchIgnoresLetterCaseAndHowNumbersAreTyped) {
  Pilot pilot = sample_pilot(0, now);
  pilot.name = "Élodie Weiß";
  pilot.phone = "+919876543210";
  ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.put_pilot(pilot); }));
  const auto pilots = [&](const char* search) {
    PilotFilter filter;
    filter.search = search;
    return call.read([&](StoreReads& r) { return r.pilots(filter, {}); })->total;
  };
  for (const char* same : {"Élodie", "ÉLODIE", "e\u0301lodie w", "WEISS", "98765 43210",
                           "+91 98765-432", "٩٨٧٦٥٤٣", "\u200e98765", "(98765)"}) {
    EXPECT_EQ(pilots(same), 1) << same;
  }
  for (const char* other : {"Elodie", "+", "-", "\xf0\x9f\x98", "98765x", "%", "_"}) {
    EXPECT_EQ(pilots(other), 0) << other;
  }
  add_pending("b");
  BookingFilter by_number;
  by_number.search = "wc–B";
  EXPECT_EQ(call.read([&](StoreReads& r) { return r.bookings(by_number, {}); })->total, 1);
}

TEST_P(StoreContract, AnEmailIsFoundWhateverItsLetterCase) {
  Admin exact = sample_admin(now), other = sample_admin(now);
  exact.id = AdminId("exact");
  exact.email = "Ünal@example.com";
  other.id = AdminId("other");
  other.email = "ÜNAL@example.com";
  for (const Admin& admin : {exact, other}) {
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.put_admin(admin); }));
  }
  const auto found = [&](const char* email) {
    const auto admin = call.read([&](StoreReads& r) { return r.admin_by_email(email); });
    return *admin ? (*admin)->id : AdminId();
  };
  EXPECT_EQ(found("ÜNAL@example.com"), other.id) << "what was written as asked comes first";
  EXPECT_EQ(found("ünal@EXAMPLE.com"), exact.id);
  EXPECT_EQ(found("unal@example.com"), AdminId());
}

TEST_P(StoreContract, SuspensionIsSeenByWhoConnects) {
  ASSERT_TRUE(call.write(
      [&](StoreWrites& w) { return w.set_user_active(UserId("user-000000"), false, now); }));
  const auto suspended = call.write([&](StoreWrites& w) {
    return w.set_pilot_status(PilotId("pilot-000000"), PilotStatus::kSuspended, now);
  });
  EXPECT_EQ(suspended->status, PilotStatus::kSuspended);
  const Principal pilot{Role::kPilot, "pilot-000000", {}, {}};
  for (const Principal& who : {kUser, pilot}) {
    EXPECT_TRUE(call.read([&](StoreReads& r) { return r.principal(who, now, 1s); })->is_suspended);
  }
  const auto nobody = call.write([&](StoreWrites& w) {
    return w.set_pilot_status(PilotId("nobody"), PilotStatus::kApproved, now);
  });
  EXPECT_EQ(nobody.error().code, Code::kPilotNotFound);
}

}  // namespace
}  // namespace waycast
