#include "tracking/dispatch/offer_desk.h"

#include <algorithm>

#include "tracking/bookings/booking_operations.h"
#include "tracking/bookings/decide_offer.h"
#include "tracking/bookings/keep_answer.h"

namespace waycast {
namespace {

constexpr Duration kTellAgain{120'000};
constexpr std::size_t kMaxTold = 1'000;  // by all pilots

}  // namespace

Error why_not_answerable(const std::optional<Offer>& offer, const PilotId& pilot) {
  const auto answerable = check_answerable(offer, pilot, std::nullopt);
  return answerable ? fail(Code::kOfferAnswered).error() : answerable.error();
}

void OfferDesk::announce(const Offer& offer, const BookingDetails& booking) {
  core_.counters.offers_made.add();
  core_.events.offer_made(offer, booking);
  arm(offer);
}

void OfferDesk::resume(const Offer& offer) {
  const Duration left = std::clamp<Duration>(offer.expires_at - core_.now(), Duration(0),
                                             core_.settings.match.offer_time);
  core_.offers.add(offer, core_.steady() + left);
  arm(offer);
}

void OfferDesk::arm(const Offer& offer) {
  const Duration left = std::max(core_.offers.ends(offer.id) - core_.steady(), Duration(0));
  core_.offers.set_timer(offer.id, core_.loop.after(left, [this, id = offer.id] { expire(id); }));
}

void OfferDesk::expire(const OfferId& id) {
  const Offer* offer = core_.offers.find(id);
  if (offer == nullptr) return;
  const TimePoint at = core_.offers.time_of(id, core_.steady());
  if (at < offer->expires_at) return arm(*offer);  // the timer was early
  close(id, std::nullopt, OfferState::kTimeout, at, [this, id](Result<void> closed) {
    if (closed || core_.offers.find(id) == nullptr) return;
    if (closed.error().code != Code::kDatabase) return forget(id);
    core_.loop.after(core_.settings.storage_retry, [this, id] { expire(id); });
  });
}

void OfferDesk::decline(const PilotId& pilot, const OfferId& id, SteadyTime at,
                        CommandReply<void> reply) {
  const Offer* offer = core_.offers.find(id);
  if (offer == nullptr || offer->pilot_id != pilot) {
    return refuse_unknown(pilot, id, std::move(reply));
  }
  const std::optional<KeptAnswer> kept = reply.kept();
  close(
      id, pilot, OfferState::kDeclined, core_.offers.time_of(id, at),
      [reply = std::move(reply)](Result<void> closed) mutable { reply(std::move(closed)); }, kept);
}

void OfferDesk::refuse_unknown(const PilotId& pilot, const OfferId& id, CommandReply<void> reply) {
  core_.store.read(
      core_.loop, [id](StoreReads& reads) { return reads.offer(id); },
      [pilot, reply = std::move(reply)](Result<std::optional<Offer>> found) mutable {
        reply.fail_with(found ? why_not_answerable(*found, pilot) : found.error());
      });
}

void OfferDesk::withdraw_from(const PilotId& pilot) {
  for (const Offer& offer : core_.offers.of_pilot(pilot)) {
    close(offer.id, std::nullopt, OfferState::kCancelled, core_.now(), [](Result<void>) {});
  }
}

void OfferDesk::close(const OfferId& id, const std::optional<PilotId>& by, OfferState to,
                      TimePoint at, Closed closed, const std::optional<KeptAnswer>& kept) {
  const BookingId booking = core_.offers.find(id)->booking_id;
  core_.turns.run(booking, [this, id, by, to, at, closed = std::move(closed),
                            kept](BookingTurns::Turn turn) mutable {
    if (core_.offers.find(id) == nullptr) return closed(fail(Code::kOfferAnswered));
    core_.store.write(
        core_.loop,
        [=, &room = core_.room](StoreWrites& writes) {
          return keep_answer(writes, room, close_offer(writes, id, by, to, at), kept);
        },
        [this, turn = std::move(turn), closed = std::move(closed)](Result<Offer> done) mutable {
          if (done) settle(*done);
          closed(done ? Result<void>() : std::unexpected(done.error()));
        });
  });
}

void OfferDesk::settle(const Offer& closed) {
  const auto taken = core_.offers.remove(closed.id);
  if (!taken) return;
  core_.loop.cancel(taken->timer);
  core_.counters.ended_as(closed.state);
  count_answer(closed);
  core_.refresh_pilot(closed.pilot_id);
  tell(closed);
  ended_(closed);
}

// The store holds it as ended, by other hands than ours.
void OfferDesk::forget(const OfferId& id) {
  Offer offer = *core_.offers.find(id);
  offer.state = OfferState::kCancelled;
  settle(offer);
}

void OfferDesk::tell(const Offer& offer) {
  switch (offer.state) {
    case OfferState::kTimeout:
      return tell_end(offer, OfferEnd::kTimeout);
    case OfferState::kTaken:
      return tell_end(offer, OfferEnd::kTaken);
    case OfferState::kCancelled:
      return tell_end(offer, OfferEnd::kCancelled);
    case OfferState::kPending:
    case OfferState::kAccepted:
    case OfferState::kDeclined:
      return;  // the pilot's own answer
  }
}

void OfferDesk::tell_end(const Offer& offer, OfferEnd reason) {
  const SteadyTime now = core_.steady();
  told_.push_back({offer, reason, now});
  while (told_.size() > kMaxTold || now - told_.front().at > kTellAgain) told_.pop_front();
  core_.events.offer_ended(offer, reason);
}

std::vector<std::pair<Offer, OfferEnd>> OfferDesk::ended_of(const PilotId& pilot) const {
  std::vector<std::pair<Offer, OfferEnd>> ended;
  for (const Told& told : told_) {
    const bool is_recent = core_.steady() - told.at <= kTellAgain;
    if (told.offer.pilot_id == pilot && is_recent) ended.emplace_back(told.offer, told.reason);
  }
  return ended;
}

// As the store counts: TAKEN and CANCELLED were not the pilot's to answer.
void OfferDesk::count_answer(const Offer& offer) {
  const bool is_accepted = offer.state == OfferState::kAccepted;
  const bool is_answer =
      is_accepted || offer.state == OfferState::kDeclined || offer.state == OfferState::kTimeout;
  if (!is_answer) return;
  core_.fleet.update(offer.pilot_id, [&](OnlinePilot& pilot) {
    ++pilot.offers_received;
    if (is_accepted) ++pilot.offers_accepted;
  });
}

}  // namespace waycast
