// The one path of every accept: by offer, by booking, by an administrator. bookings/decide_accept.h
// decides the winner in one transaction of the store; here the outcome is published and every loser
// told. Dispatch loop only.
#pragma once

#include "tracking/dispatch/booking_desk.h"
#include "tracking/live/live_settings.h"

namespace waycast {

struct Acceptance {
  Principal by;  // the pilot, or the admin who assigns
  PilotId pilot;
  BookingId booking;
  std::optional<OfferId> offer;  // answers this one
  Moment at;                     // when they answered
};

class AcceptDesk {
 public:
  AcceptDesk(DispatchCore& core, OfferDesk& offers, BookingDesk& bookings)
      : core_(core), offers_(offers), bookings_(bookings) {}

  void accept(Acceptance acceptance, CommandReply<BookingDetails> reply);
  void accept_offer(const PilotId& pilot, const OfferId& offer, const Moment& at,
                    CommandReply<BookingDetails> reply);

 private:
  void accept_settled(const Offer& offer, CommandReply<BookingDetails> reply);
  void answer_again(const BookingId& booking, CommandReply<BookingDetails> reply,
                    BookingTurns::Turn turn);
  void decide(const Acceptance& acceptance, CommandReply<BookingDetails> reply,
              BookingTurns::Turn turn);
  TimePoint answered_at(const Acceptance& acceptance) const;
  AcceptRequest request_of(const Acceptance& acceptance) const;
  PlaceOfWinner place_of(const Acceptance& acceptance) const;
  void publish(const AcceptOutcome& outcome, const Acceptance& acceptance);

  DispatchCore& core_;
  OfferDesk& offers_;
  BookingDesk& bookings_;
};

}  // namespace waycast
