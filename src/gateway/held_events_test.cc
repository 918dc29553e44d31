// What arises between the reading of a connecting client's snapshot and its CONNECT reply.
#include "gateway/held_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class HeldEventsTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kShard = 0, kDispatch = 1;

  // The store was read; dispatch is still to be asked for the pilot's offers.
  std::unique_ptr<TestClient> connecting() {
    world_.pause();
    auto client = world_.connect(Role::kPilot, "pilot-000000");
    world_.run_some(kShard);
    return client;
  }

  Notification notification(const char* id) {
    Notification made;
    made.id = NotificationId(id);
    made.pilot_id = PilotId("pilot-000000");
    made.title = "Hello";
    made.created_at = world_.now();
    return made;
  }

  void store(const Notification& notification) {
    world_.store().write_now(
        [&](StoreWrites& writes) { return writes.put_notification(notification); });
  }

  World world_;
};

TEST_F(HeldEventsTest, ANotificationOfThatMomentComesOnce) {
  auto pilot = connecting();
  world_.gateway().notified(notification("n1"));
  world_.run_some(kShard);
  EXPECT_FALSE(pilot->is_connected());
  world_.resume();
  EXPECT_TRUE(pilot->is_connected());
  EXPECT_THAT(pilot->take("notification"), ElementsAre(HasSubstr("\"n1\"")));
}

TEST_F(HeldEventsTest, ANotificationThatTheSnapshotHasIsNotRepeated) {
  store(notification("n1"));
  store(notification("n10"));
  auto pilot = connecting();
  world_.gateway().notified(notification("n1"));
  world_.gateway().notified(notification("n2"));
  world_.resume();
  EXPECT_THAT(pilot->take("notification"),
              ElementsAre(HasSubstr("\"n1\""), HasSubstr("\"n10\""), HasSubstr("\"n2\"")));
}

TEST_F(HeldEventsTest, AnOfferOfThatMomentComesOnce) {
  auto pilot = connecting();
  Offer offer;
  offer.id = OfferId("offer-1");
  offer.pilot_id = PilotId("pilot-000000");
  world_.gateway().offer_made(offer, {});
  world_.gateway().offer_ended(offer, OfferEnd::kTaken);
  world_.resume();
  const auto told = pilot->take();
  EXPECT_THAT(told, Contains(HasSubstr("\"booking:offer\"")).Times(1));
  EXPECT_THAT(told, Contains(HasSubstr("\"offer:expired\"")).Times(1));
}

TEST_F(HeldEventsTest, AStatusOfThatMomentComesOnce) {
  auto pilot = connecting();
  const Principal admin{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
  StatusRequest request;
  request.booking_id = BookingId("booking-000000");
  request.to = BookingStatus::kArrivedDrop;
  world_.dispatch().change_status(admin, request, world_.loop(),
                                  [](const Result<BookingChange>&) {});
  world_.resume();
  EXPECT_THAT(pilot->take("booking:status"), ElementsAre(HasSubstr("ARRIVED_DROP")));
}

// The snapshot of a booking that is followed again tells how it stands.
TEST_F(HeldEventsTest, AStatusThatTheSnapshotTellsIsNotRepeated) {
  const Principal user{.role = Role::kUser, .id = "user-000000", .name = {}, .expires_at = {}};
  world_.store().write_now([&](StoreWrites& writes) {
    return writes.save_subscriptions(user, "former", {"booking-000000"}, world_.now());
  });
  const Principal admin{.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
  StatusRequest request;
  request.booking_id = BookingId("booking-000000");
  request.to = BookingStatus::kArrivedDrop;
  world_.pause();
  auto customer = world_.connect(Role::kUser, "user-000000");
  world_.dispatch().change_status(admin, request, world_.loop(),
                                  [](const Result<BookingChange>&) {});
  world_.run_some(kDispatch);
  world_.resume();
  EXPECT_THAT(customer->take("booking:status"), ElementsAre(HasSubstr("ARRIVED_DROP")));
}

}  // namespace
}  // namespace waycast::gateway::testing
