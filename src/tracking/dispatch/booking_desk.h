// Bookings made, changed and followed: each change is committed, then published, in the booking's
// turn. Dispatch loop only.
#pragma once

#include "tracking/dispatch/core.h"
#include "tracking/dispatch/matchmaker.h"
#include "tracking/dispatch/offer_desk.h"
#include "tracking/dispatch/reply.h"
#include "tracking/ports/dispatch.h"

namespace waycast {

class BookingDesk {
 public:
  BookingDesk(DispatchCore& core, OfferDesk& offers, Matchmaker& matchmaker)
      : core_(core), offers_(offers), matchmaker_(matchmaker) {}

  void create(const NewBooking& wanted, TimePoint at, CommandReply<BookingDetails> reply);
  void change_status(const Principal& who, StatusRequest request,
                     CommandReply<BookingChange> reply);
  void follow(const Principal& who, const BookingId& id, Reply<BookingDetails> reply);
  void notify(const Notification& notification);

  // A committed change.
  void publish(const BookingChange& change, const Principal& by);
  // A booking that somebody else's SQL has made, or that is not in memory yet.
  void adopt(const BookingDetails& details);

 private:
  void read_and_follow(const Principal& who, const BookingId& id, Reply<BookingDetails> reply,
                       BookingTurns::Turn turn);
  void enter(const BookingChange& change);

  DispatchCore& core_;
  OfferDesk& offers_;
  Matchmaker& matchmaker_;
};

}  // namespace waycast
