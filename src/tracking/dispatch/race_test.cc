// Exactly one winner, whatever races: random people do random things at random moments of the
// dispatch loop, and the store's tables are judged afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tracking/dispatch/testing/verdicts.h"

namespace waycast {
namespace {

using std::chrono::seconds;
using testing::admin;
using testing::pilot;
using testing::user;

constexpr int kPilots = 6;
constexpr int kBookings = 8;
constexpr int kActions = 160;

class Race {
 public:
  Race(int seed, DispatchSettings settings) : random_(seed), world_(std::move(settings)) {
    for (int number = 0; number < kPilots; ++number) world_.online(number, between(1, 12));
  }

  void run() {
    for (int i = 0; i < kActions; ++i) {
      act();
      for (int steps = between(0, 3); steps > 0; --steps) world_.loop.run_one();
    }
    quiesce();
  }
  void run_with_kills() {
    for (int i = 0; i < kActions; ++i) {
      act();
      for (int steps = between(0, 3); steps > 0; --steps) world_.loop.run_one();
      if (between(0, 40) == 0) restart();
    }
    quiesce();
  }

  testing::RacedWorld& world() { return world_; }
  const testing::Winners& told_they_won() const { return told_they_won_; }

 private:
  int between(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

  void act() {
    switch (between(0, 9)) {
      case 0:
        return book();
      case 1:
      case 2:
        return answer_offer();
      case 3:
        return accept_directly();
      case 4:
        return decline_offer();
      case 5:
        return change_something();
      case 6:
        return assign();
      case 7:
        return come_or_go();
      case 8:
        return move_everybody();
      default:
        return world_.loop.advance(Duration(between(0, 6000)));
    }
  }

  void book() {
    if (booked_ >= kBookings) return;
    ++booked_;
    world_.service->create(world_.wanted(), world_.loop, [](auto) {});
  }
  Done<BookingDetails> winner(const PilotId& pilot) {
    return [this, pilot](Result<BookingDetails> won) {
      if (won) told_they_won_[won->booking.id].insert(pilot);
    };
  }
  PilotId somebody() { return pilot(between(0, kPilots - 1)).pilot_id(); }
  std::optional<Offer> some_offer() {
    const auto& offers = world_.events.offers;
    if (offers.empty()) return std::nullopt;
    const int newest = static_cast<int>(offers.size()) - 1;
    return offers[static_cast<std::size_t>(between(std::max(0, newest - 4), newest))];
  }
  void answer_offer() {
    const auto offer = some_offer();
    if (!offer) return;
    world_.service->accept_offer(offer->pilot_id, offer->id, world_.loop, winner(offer->pilot_id));
  }
  void decline_offer() {
    const auto offer = some_offer();
    if (offer) world_.service->decline_offer(offer->pilot_id, offer->id, world_.loop, [](auto) {});
  }
  std::optional<BookingId> some_booking() {
    const auto all = testing::stored_bookings(world_);
    if (all.empty()) return std::nullopt;
    return all[static_cast<std::size_t>(between(0, static_cast<int>(all.size()) - 1))].id;
  }
  void accept_directly() {
    const PilotId who = somebody();
    if (const auto id = some_booking()) {
      world_.service->accept(who, *id, world_.loop, winner(who));
    }
  }
  void assign() {
    const PilotId who = somebody();
    if (const auto id = some_booking()) {
      world_.service->assign(admin(), *id, who, world_.loop, winner(who));
    }
  }
  void change_something() {
    const auto id = some_booking();
    if (!id) return;
    StatusRequest request;
    request.booking_id = *id;
    const bool is_cancelled = between(0, 2) == 0;
    request.to =
        is_cancelled ? BookingStatus::kCancelled : static_cast<BookingStatus>(between(2, 6));
    world_.service->change_status(is_cancelled ? user(0) : admin(), request, world_.loop,
                                  [](auto) {});
  }
  void come_or_go() {
    const PilotId who = somebody();
    const bool comes = between(0, 2) != 0;
    ASSERT_TRUE(world_.store.write_now(
        [&](StoreWrites& writes) { return writes.set_pilot_online(who, comes, world_.now()); }));
    if (comes) {
      world_.service->pilot_online(who, VehicleId());
    } else {
      world_.service->pilot_offline(who);
    }
  }
  void move_everybody() {
    std::vector<FleetPosition> batch;
    for (int number = 0; number < kPilots; ++number) {
      batch.push_back({.pilot_id = pilot(number).pilot_id(),
                       .at = world_.at(between(0, 16)),
                       .timestamp = world_.now()});
    }
    world_.service->positions(std::move(batch));
  }

  void restart() {
    world_.loop.kill();
    world_.service.reset();
    world_.start();
  }
  // Nobody can be asked any more: what is pending ends.
  void quiesce() {
    for (int number = 0; number < kPilots; ++number) world_.go_offline(number);
    for (int i = 0; i < 40; ++i) {
      world_.loop.run();
      world_.loop.advance(seconds(1));
    }
    world_.loop.run();
  }

  std::mt19937 random_;
  testing::RacedWorld world_;
  int booked_ = 0;
  testing::Winners told_they_won_;
};

class RaceTest : public ::testing::TestWithParam<int> {
 protected:
  DispatchSettings settings;

  RaceTest() {
    settings.match.offer_fanout = 1 + GetParam() % 3;
    settings.match.offer_time = seconds(6);  // so that many end by themselves
  }
};

TEST_P(RaceTest, OneWinnerEveryLoserToldEverythingExplained) {
  Race race(GetParam(), settings);
  race.run();
  testing::expect_one_winner_each(race.world(), race.told_they_won());
  testing::expect_one_booking_at_a_time(race.world());
  testing::expect_no_offer_outlives_its_time(race.world());
  testing::expect_one_offer_at_a_time(race.world());
  testing::expect_the_journal_explains_all(race.world());
  testing::expect_everybody_was_told(race.world());
  testing::expect_stats_match_a_recount(race.world());
}

TEST_P(RaceTest, KilledAndRestartedAtAnyMoment) {
  Race race(GetParam(), settings);
  race.run_with_kills();
  testing::expect_one_winner_each(race.world(), race.told_they_won());
  testing::expect_one_booking_at_a_time(race.world());
  testing::expect_no_offer_outlives_its_time(race.world());
  testing::expect_the_journal_explains_all(race.world());
  testing::expect_stats_match_a_recount(race.world());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RaceTest, ::testing::Range(0, 60));

}  // namespace
}  // namespace waycast
