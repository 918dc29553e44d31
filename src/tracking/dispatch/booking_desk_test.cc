#include "tracking/dispatch/booking_desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tracking/dispatch/testing/dispatch_world.h"

namespace waycast {
namespace {

using testing::admin;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using testing::pilot;
using testing::user;
using enum BookingStatus;

class BookingDeskTest : public ::testing::Test {
 protected:
  testing::DispatchWorld world;

  BookingId accepted() {
    world.online(1, 1);
    const BookingId id = world.book();
    EXPECT_TRUE(world.accept(1, id));
    world.events.clear();
    return id;
  }
};

TEST_F(BookingDeskTest, ANewBookingIsPricedNumberedAndAnnounced) {
  const auto created = world.create(world.wanted());
  ASSERT_TRUE(created) << created.error().message;
  const Booking& booking = created->booking;
  EXPECT_EQ(booking.status, kPending);
  EXPECT_GT(booking.total_amount, 30);
  EXPECT_THAT(booking.booking_number, MatchesRegex("WC-[0-9]{6}-[2-9A-Z]{6}"));
  EXPECT_THAT(*booking.pickup_otp, MatchesRegex("[0-9]{4}"));
  EXPECT_THAT(*booking.delivery_otp, MatchesRegex("[0-9]{4}"));
  EXPECT_THAT(world.events.log, ElementsAre("created " + booking.id.str()));
  EXPECT_EQ(world.stored(booking.id).booking_number, booking.booking_number);
}

TEST_F(BookingDeskTest, WhatABookingNeedsIsTheUsersOwn) {
  world.add_user(7);
  NewBooking foreign = world.wanted();
  foreign.drop_address_id = sample_drop(7, world.now()).id;
  EXPECT_EQ(error_of(world.create(foreign)), "ERR_1304");
  NewBooking unknown = world.wanted();
  unknown.pickup_address_id = AddressId("nowhere");
  EXPECT_EQ(error_of(world.create(unknown)), "ERR_1304");
  NewBooking rocket = world.wanted();
  rocket.vehicle_type_id = VehicleTypeId("rocket");
  EXPECT_EQ(error_of(world.create(rocket)), "ERR_1303");
  EXPECT_THAT(world.events.log, IsEmpty());
}

TEST_F(BookingDeskTest, NamesTheFieldThatIsWrong) {
  NewBooking heavy = world.wanted(), late = world.wanted(), circular = world.wanted();
  heavy.package_weight = 1e6;
  late.scheduled_at = world.now();
  circular.drop_address_id = circular.pickup_address_id;
  EXPECT_EQ(world.create(heavy).error().field, "packageWeight");
  EXPECT_EQ(world.create(late).error().field, "scheduledAt");
  EXPECT_EQ(world.create(circular).error().field, "dropAddressId");
}

TEST_F(BookingDeskTest, TheAssignedPilotTakesABookingThroughItsLife) {
  const BookingId id = accepted();
  for (const auto to : {kArrivedPickup, kPickedUp, kInTransit, kArrivedDrop, kDelivered}) {
    EXPECT_TRUE(world.change(pilot(1), id, to)) << to_string(to);
  }
  const std::string by = id.str() + " ", pilot_1 = " by pilot:pilot-000001";
  EXPECT_THAT(world.events.log,
              ElementsAre(by + "ARRIVED_PICKUP" + pilot_1, by + "PICKED_UP" + pilot_1,
                          by + "IN_TRANSIT" + pilot_1, by + "ARRIVED_DROP" + pilot_1,
                          by + "DELIVERED" + pilot_1));
}

TEST_F(BookingDeskTest, ARepeatSucceedsAndPublishesNothing) {
  const BookingId id = accepted();
  ASSERT_TRUE(world.change(pilot(1), id, kArrivedPickup));
  world.events.clear();
  const auto repeated = world.change(pilot(1), id, kArrivedPickup);
  ASSERT_TRUE(repeated);
  EXPECT_FALSE(repeated->changed());
  EXPECT_THAT(world.events.log, IsEmpty());
  EXPECT_THAT(world.events.notices, IsEmpty());
}

TEST_F(BookingDeskTest, WhoMayChangeWhat) {
  const BookingId id = accepted();
  EXPECT_EQ(error_of(world.change(pilot(2), id, kArrivedPickup)), "ERR_1201");
  EXPECT_EQ(error_of(world.change(user(0), id, kArrivedPickup)), "ERR_1202");
  EXPECT_EQ(error_of(world.change(user(1), id, kCancelled)), "ERR_1201");
  EXPECT_EQ(error_of(world.change(pilot(1), id, kDelivered)), "ERR_1410");
  EXPECT_EQ(error_of(world.change(pilot(1), BookingId("none"), kDelivered)), "ERR_1302");
  EXPECT_THAT(world.events.log, IsEmpty());
  EXPECT_TRUE(world.change(admin(), id, kArrivedPickup));
  EXPECT_TRUE(world.change(user(0), id, kCancelled));
}

TEST_F(BookingDeskTest, PeopleAreNotifiedOfWhatTheyDidNotDo) {
  const BookingId id = accepted();
  world.change(pilot(1), id, kArrivedPickup).value();
  ASSERT_EQ(world.events.notices.size(), 1u);
  EXPECT_EQ(world.events.notices[0].user_id, user(0).user_id());
  EXPECT_THAT(world.events.notices[0].body, ::testing::HasSubstr("Pilot 1"));
  world.events.clear();
  world.change(user(0), id, kCancelled).value();
  ASSERT_EQ(world.events.notices.size(), 1u);
  EXPECT_EQ(world.events.notices[0].pilot_id, pilot(1).pilot_id());
  const auto unread = world.store.read_now(
      [](StoreReads& reads) { return reads.notifications(user(0), true, {}); });
  EXPECT_EQ(unread->total, 2) << "assigned and arrived";
}

TEST_F(BookingDeskTest, OtpsAreAskedForWhenRequired) {
  DispatchSettings settings;
  settings.require_otp = true;
  testing::DispatchWorld strict(settings);
  strict.online(1, 1);
  const BookingId id = strict.book();
  ASSERT_TRUE(strict.accept(1, id));
  ASSERT_TRUE(strict.change(pilot(1), id, kArrivedPickup));
  EXPECT_EQ(error_of(strict.change(pilot(1), id, kPickedUp)), "ERR_1001");
  StatusRequest request;
  request.booking_id = id;
  request.to = kPickedUp;
  request.otp = strict.stored(id).pickup_otp;
  EXPECT_TRUE(strict.ask<BookingChange>([&](auto done) {
    strict.service->change_status(pilot(1), request, strict.loop, std::move(done));
  }));
}

TEST_F(BookingDeskTest, FollowingIsForThoseConcernedAndUntilTheEnd) {
  const BookingId id = accepted();
  EXPECT_TRUE(world.follow(user(0), id));
  EXPECT_TRUE(world.follow(pilot(1), id));
  EXPECT_TRUE(world.follow(admin(), id));
  EXPECT_EQ(error_of(world.follow(user(1), id)), "ERR_1201");
  EXPECT_EQ(error_of(world.follow(pilot(2), id)), "ERR_1201");
  EXPECT_EQ(error_of(world.follow(admin(), BookingId("none"))), "ERR_1302");
  ASSERT_TRUE(world.change(user(0), id, kCancelled));
  EXPECT_EQ(error_of(world.follow(user(0), id)), "ERR_1400");
  EXPECT_EQ(error_of(world.follow(user(1), id)), "ERR_1201");
}

// The shard of a follower: what dispatch tells it, in order.
struct Shard final : Executor {
  std::vector<std::string>& log;
  explicit Shard(std::vector<std::string>& told) : log(told) {}
  void post(Task task) override {
    log.push_back("answer");
    task();
  }
};

TEST_F(BookingDeskTest, WhoeverFollowsBeforeAChangeIsPublishedIsToldOfIt) {
  const BookingId id = accepted();
  Shard shard(world.events.log);
  std::optional<BookingStatus> seen;
  StatusRequest request;
  request.booking_id = id;
  request.to = kCancelled;
  world.service->change_status(user(0), request, world.loop, [](auto) {});
  world.service->follow(user(0), id, shard, [&](Result<BookingDetails> details) {
    seen = details.value().booking.status;
  });
  world.loop.run();
  EXPECT_EQ(seen, kAccepted);
  EXPECT_THAT(world.events.log, ElementsAre("answer", id.str() + " CANCELLED by user:user-000000"));
}

TEST_F(BookingDeskTest, ABookingMadeByOthersSqlIsAdopted) {
  const Booking booking = testing::add_pending_booking(world.store, "theirs", 0, world.now());
  world.online(1, 1);
  EXPECT_TRUE(world.follow(user(0), booking.id));
  EXPECT_THAT(world.events.log, ElementsAre("offer theirs to pilot-000001"));
}

TEST_F(BookingDeskTest, AFailedStoreChangesAndPublishesNothing) {
  const BookingId id = accepted();
  world.store.set_failing(true);
  EXPECT_EQ(error_of(world.change(pilot(1), id, kArrivedPickup)), "ERR_1500");
  world.store.set_failing(false);
  EXPECT_THAT(world.events.log, IsEmpty());
  EXPECT_TRUE(world.change(pilot(1), id, kArrivedPickup));
}

}  // namespace
}  // namespace waycast
