#include "tracking/dispatch/accept_desk.h"

#include "tracking/dispatch/notices.h"

namespace waycast {
namespace {

struct Accepted {
  AcceptOutcome outcome;
  std::vector<Notification> notices;
};

// The booking becomes the pilot's now, not when they asked: while they waited for their turn their
// former booking may have ended.
AcceptRequest request_of(const Acceptance& acceptance, TimePoint now, TimePoint answered_at) {
  return {.booking_id = acceptance.booking,
          .pilot_id = acceptance.pilot,
          .vehicle_id = std::nullopt,
          .offer_id = acceptance.offer,
          .by_admin = acceptance.by.is(Role::kAdmin),
          .at = now,
          .answered_at = answered_at};
}

// The decision, its reason for the journal, and what people are told: one operation.
Result<Accepted> accept_in(StoreWrites& writes, const Acceptance& acceptance, TimePoint now,
                           TimePoint answered_at, const std::optional<Offer>& lapsed,
                           const std::optional<JournalEntry>& unoffered,
                           const Alongside<BookingDetails>& alongside) {
  if (lapsed) {
    const auto closed =
        writes.close_offer(lapsed->id, std::nullopt, OfferState::kTimeout, answered_at);
    if (!closed) return std::unexpected(closed.error());
  }
  auto outcome = writes.accept_booking(request_of(acceptance, now, answered_at));
  if (!outcome) return std::unexpected(outcome.error());
  Accepted accepted{std::move(*outcome), {}};
  Result<void> stored = unoffered ? writes.put_offers({}, {*unoffered}) : Result<void>();
  accepted.notices = notices_of(accepted.outcome.change, acceptance.by, now);
  for (const Notification& notice : accepted.notices) {
    if (stored) stored = writes.put_notification(notice);
  }
  if (stored && alongside) stored = alongside(writes, accepted.outcome.change.details);
  if (!stored) return std::unexpected(stored.error());
  return accepted;
}

}  // namespace

void AcceptDesk::accept_offer(const PilotId& pilot, const OfferId& id, const Moment& at,
                              Reply<BookingDetails> reply) {
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
void AcceptDesk::accept_settled(const Offer& offer, Reply<BookingDetails> reply) {
  core_.turns.run(offer.booking_id,
                  [this, offer, reply = std::move(reply)](BookingTurns::Turn turn) mutable {
                    if (core_.bookings.is_busy_with(offer.pilot_id, offer.booking_id)) {
                      return answer_again(offer.booking_id, std::move(reply), std::move(turn));
                    }
                    reply.fail_with(why_not_answerable(offer, offer.pilot_id));
                  });
}

// The booking is theirs already, as it stands by now.
void AcceptDesk::answer_again(const BookingId& booking, Reply<BookingDetails> reply,
                              BookingTurns::Turn turn) {
  const BookingDetails details = *core_.bookings.find(booking);
  const Alongside<BookingDetails> alongside = reply.alongside();
  if (!alongside) return reply(details);
  core_.store.write(
      core_.loop, [details, alongside](StoreWrites& writes) { return alongside(writes, details); },
      [details, turn = std::move(turn), reply = std::move(reply)](Result<void> stored) mutable {
        if (!stored) return reply.fail_with(stored.error());
        reply(details);
      });
}

void AcceptDesk::accept(Acceptance acceptance, Reply<BookingDetails> reply) {
  const BookingId booking = acceptance.booking;
  core_.turns.run(booking, [this, acceptance = std::move(acceptance),
                            reply = std::move(reply)](BookingTurns::Turn turn) mutable {
    if (core_.bookings.is_busy_with(acceptance.pilot, acceptance.booking)) {
      return answer_again(acceptance.booking, std::move(reply), std::move(turn));
    }
    decide(acceptance, std::move(reply), std::move(turn));
  });
}

void AcceptDesk::decide(const Acceptance& acceptance, Reply<BookingDetails> reply,
                        BookingTurns::Turn turn) {
  const auto late = lapsed(acceptance);
  const Alongside<BookingDetails> alongside = reply.alongside();
  core_.store.write(
      core_.loop,
      [acceptance, now = core_.now(), answered = answered_at(acceptance), late,
       reason = unoffered(acceptance), alongside](StoreWrites& writes) {
        return accept_in(writes, acceptance, now, answered, late, reason, alongside);
      },
      [this, acceptance, late, turn = std::move(turn),
       reply = std::move(reply)](Result<Accepted> accepted) mutable {
        if (!accepted) return reply.fail_with(accepted.error());
        if (late) offers_.settle(*late);
        publish(accepted->outcome, accepted->notices, acceptance);
        reply(std::move(accepted->outcome.change.details));
      });
}

// By the clock of their offer, if they have one.
TimePoint AcceptDesk::answered_at(const Acceptance& acceptance) const {
  const Offer* own = core_.offers.find(acceptance.booking, acceptance.pilot);
  return own == nullptr ? acceptance.at.wall : core_.offers.time_of(own->id, acceptance.at.steady);
}

// Taken by booking at a moment when the pilot's own offer was over: the offer timed out all the
// same.
std::optional<Offer> AcceptDesk::lapsed(const Acceptance& acceptance) const {
  const Offer* own = core_.offers.find(acceptance.booking, acceptance.pilot);
  if (own == nullptr || acceptance.offer) return std::nullopt;
  const TimePoint at = answered_at(acceptance);
  if (at < own->expires_at) return std::nullopt;
  Offer late = *own;
  late.state = OfferState::kTimeout;
  late.answered_at = at;
  return late;
}

// The journal explains a winner who held no offer.
std::optional<JournalEntry> AcceptDesk::unoffered(const Acceptance& acceptance) const {
  const bool holds_offer = core_.offers.find(acceptance.booking, acceptance.pilot) != nullptr;
  if (holds_offer && !lapsed(acceptance)) return std::nullopt;
  JournalEntry row;
  row.id = new_id(acceptance.at.wall);
  row.booking_id = acceptance.booking;
  row.pilot_id = acceptance.pilot;
  row.reason = acceptance.by.is(Role::kAdmin) ? "assigned" : "accepted_directly";
  row.answer = OfferState::kAccepted;
  row.created_at = acceptance.at.wall;
  const OnlinePilot* pilot = core_.fleet.find(acceptance.pilot);
  const BookingDetails* details = core_.bookings.find(acceptance.booking);
  if (pilot == nullptr || !pilot->position || details == nullptr) return row;
  row.distance = haversine_km(pilot->position->at, details->pickup.at);
  row.position_age =
      std::chrono::duration<double>(acceptance.at.wall - pilot->position->timestamp).count();
  return row;
}

void AcceptDesk::publish(const AcceptOutcome& outcome, const std::vector<Notification>& notices,
                         const Acceptance& acceptance) {
  bookings_.publish(outcome.change, notices, acceptance.by);
  if (const Offer* own = core_.offers.find(acceptance.booking, acceptance.pilot)) {
    Offer won = *own;
    won.state = OfferState::kAccepted;
    offers_.settle(won);
  }
  for (const Offer& offer : outcome.taken) offers_.settle(offer);
  for (const Offer& offer : outcome.withdrawn) offers_.settle(offer);
}

}  // namespace waycast
