// Finds pilots for pending bookings: drives each booking's MatchRound with the fleet, the store and
// the clock. Dispatch loop only.
#pragma once

#include <unordered_map>
#include <vector>

#include "tracking/dispatch/core.h"
#include "tracking/dispatch/offer_desk.h"
#include "tracking/matching/match_journal.h"
#include "tracking/matching/match_round.h"
#include "tracking/matching/waiting_bookings.h"

namespace waycast {

class Matchmaker {
 public:
  Matchmaker(DispatchCore& core, OfferDesk& offers) : core_(core), offers_(offers) {}

  void begin(const Booking& booking);
  // After a restart: `history` holds all offers of the booking.
  void resume(const Booking& booking, const std::vector<Offer>& history);
  void stop(const BookingId& booking);  // it is pending no more

  void offer_ended(const Offer& offer);
  // A free pilot came online, was set free, or moved.
  void pilot_appeared(const PilotId& pilot);

 private:
  struct Search {
    Search(const BookingId& id, const MatchSettings& settings, SteadyTime starts_at)
        : round(settings, starts_at), journal(id, settings.journal_rows) {}
    MatchRound round;
    MatchJournal journal;
    TimerId timer = 0;
    bool is_step_due = false;
  };

  Search& open(const Booking& booking);
  SteadyTime start_of(const Booking& booking) const;
  void step(const BookingId& id);
  void take_step(const BookingId& id, BookingTurns::Turn turn);
  void wait(const BookingDetails& details, Search& search, std::optional<SteadyTime> until);
  void look_for_pilots(const BookingDetails& details, Search& search, int wanted,
                       BookingTurns::Turn turn);
  void store_offers(const BookingDetails& details, const std::vector<Offer>& offers,
                    std::vector<JournalEntry> rows, BookingTurns::Turn turn);
  void offers_stored(const BookingDetails& details, const std::vector<Offer>& offers);
  void offers_failed(const BookingId& id, const std::vector<Offer>& offers);
  std::vector<BookingId> waiting_near(const OnlinePilot& pilot) const;

  DispatchCore& core_;
  OfferDesk& offers_;
  std::unordered_map<BookingId, Search> searches_;
  WaitingBookings waiting_;  // for a pilot to appear
};

}  // namespace waycast
