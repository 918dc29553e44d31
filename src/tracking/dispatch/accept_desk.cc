#include "tracking/dispatch/accept_desk.h"

#include "tracking/bookings/booking_operations.h"
#include "tracking/bookings/decide_offer.h"
#include "tracking/dispatch/write_with_answer.h"

namespace waycast {

void AcceptDesk::accept_offer(const PilotId& pilot, const OfferId& id, const Moment& at,
                              CommandReply<BookingDetails> reply) {
  const Principal by{.role = Role::kPilot, .id = pilot.str(), .name = {}, .expires_at = {}};
  const Offer* offer = core_.offers.find(id);
  if (offer != nullptr && offer->pilot_id == pilot) {
    return accept({by, pilot, offer->booking_id, id, at}, std::move(reply));
  }
  core_.store.read(
      core_.loop, [id](StoreReads& reads) { return reads.offer(id); },
      [this, pilot, reply = std::move(reply)](Result<std::optional<Offer>> found) mutable {
        if (!found) return reply.fail_with(found.error());
        const bool is_theirs = *found && (*found)->pilot_id == pilot;
        if (!is_theirs) return reply.fail_with(why_not_answerable(*found, pilot));
        accept_settled(**found, std::move(reply));
      });
}

// Who asks again may not have heard that they won.
void AcceptDesk::accept_settled(const Offer& offer, CommandReply<BookingDetails> reply) {
  core_.turns.run(offer.booking_id,
                  [this, offer, reply = std::move(reply)](BookingTurns::Turn turn) mutable {
                    if (core_.bookings.is_busy_with(offer.pilot_id, offer.booking_id)) {
                      return answer_again(offer.booking_id, std::move(reply), std::move(turn));
                    }
                    reply.fail_with(why_not_answerable(offer, offer.pilot_id));
                  });
}

// The booking is theirs already, as it stands by now.
void AcceptDesk::answer_again(const BookingId& booking, CommandReply<BookingDetails> reply,
                              BookingTurns::Turn turn) {
  const BookingDetails details = *core_.bookings.find(booking);
  if (!reply.kept()) return reply(details);
  write_with_answer(
      core_, std::move(reply),
      [details](StoreWrites&) -> Result<BookingDetails> { return details; },
      [turn = std::move(turn)](Result<BookingDetails> kept, CommandReply<BookingDetails> owed) {
        owed(std::move(kept));
      });
}

void AcceptDesk::accept(Acceptance acceptance, CommandReply<BookingDetails> reply) {
  const BookingId booking = acceptance.booking;
  core_.turns.run(booking, [this, acceptance = std::move(acceptance),
                            reply = std::move(reply)](BookingTurns::Turn turn) mutable {
    if (core_.bookings.is_busy_with(acceptance.pilot, acceptance.booking)) {
      return answer_again(acceptance.booking, std::move(reply), std::move(turn));
    }
    decide(acceptance, std::move(reply), std::move(turn));
  });
}

void AcceptDesk::decide(const Acceptance& acceptance, CommandReply<BookingDetails> reply,
                        BookingTurns::Turn turn) {
  write_with_answer(
      core_, std::move(reply),
      [request = request_of(acceptance)](StoreWrites& writes) {
        return accept_booking(writes, request);
      },
      [this, acceptance, turn = std::move(turn)](Result<AcceptOutcome> accepted,
                                                 CommandReply<BookingDetails> owed) {
        if (!accepted) return owed.fail_with(accepted.error());
        publish(*accepted, acceptance);
        owed(std::move(accepted->change.details));
      });
}

// The booking becomes the pilot's now, not when they asked: while they waited for their turn their
// former booking may have ended.
AcceptRequest AcceptDesk::request_of(const Acceptance& acceptance) const {
  return {.booking_id = acceptance.booking,
          .pilot_id = acceptance.pilot,
          .vehicle_id = std::nullopt,
          .offer_id = acceptance.offer,
          .by_admin = acceptance.by.is(Role::kAdmin),
          .at = core_.now(),
          .answered_at = answered_at(acceptance),
          .place = place_of(acceptance)};
}

// By the clock of their offer, if they have one.
TimePoint AcceptDesk::answered_at(const Acceptance& acceptance) const {
  const Offer* own = core_.offers.find(acceptance.booking, acceptance.pilot);
  return own == nullptr ? acceptance.at.wall : core_.offers.time_of(own->id, acceptance.at.steady);
}

// Unknown for a pilot who is not online or has sent no position.
PlaceOfWinner AcceptDesk::place_of(const Acceptance& acceptance) const {
  const OnlinePilot* pilot = core_.fleet.find(acceptance.pilot);
  const BookingDetails* details = core_.bookings.find(acceptance.booking);
  if (pilot == nullptr || !pilot->position || details == nullptr) return {};
  const std::chrono::duration<double> age = acceptance.at.wall - pilot->position->timestamp;
  return {haversine_km(pilot->position->at, details->pickup.at), age.count()};
}

// An offer that was over ends before the booking is told of.
void AcceptDesk::publish(const AcceptOutcome& outcome, const Acceptance& acceptance) {
  const bool was_over = outcome.own && outcome.own->state == OfferState::kTimeout;
  if (was_over) offers_.settle(*outcome.own);
  bookings_.publish(outcome.change, acceptance.by);
  if (outcome.own && !was_over) offers_.settle(*outcome.own);
  for (const Offer& offer : outcome.taken) offers_.settle(offer);
  for (const Offer& offer : outcome.withdrawn) offers_.settle(offer);
}

}  // namespace waycast
