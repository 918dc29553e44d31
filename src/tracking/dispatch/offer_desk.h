// The end of every offer: declined, expired on the second, withdrawn, or decided within a booking's
// own transaction. Each ends once, in the store first, and then its pilot is told. Dispatch loop
// only.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "tracking/dispatch/core.h"
#include "tracking/dispatch/reply.h"

namespace waycast {

class OfferDesk {
 public:
  // Called after an offer has ended; its state says how.
  using Ended = UniqueFunction<void(const Offer&)>;
  OfferDesk(DispatchCore& core, Ended ended) : core_(core), ended_(std::move(ended)) {}

  // The offer is committed: its pilot is told and its time runs.
  void announce(const Offer& offer, const BookingDetails& booking);
  // After a restart: its time runs on by what the wall clock says now; if it is over, it ends at
  // once.
  void resume(const Offer& offer);

  // `at`: when they answered.
  void decline(const PilotId& pilot, const OfferId& id, SteadyTime at, CommandReply<void> reply);
  // The pilot can take no offers any more.
  void withdraw_from(const PilotId& pilot);
  // The offer was closed in the store.
  void settle(const Offer& closed);
  // Told of lately: a pilot who was away then has to be told again.
  std::vector<std::pair<Offer, OfferEnd>> ended_of(const PilotId& pilot) const;

 private:
  using Closed = Done<void>;

  void arm(const Offer& offer);
  void expire(const OfferId& id);
  void close(const OfferId& id, const std::optional<PilotId>& by, OfferState to, TimePoint at,
             Closed closed, const std::optional<KeptAnswer>& kept = {});
  void refuse_unknown(const PilotId& pilot, const OfferId& id, CommandReply<void> reply);
  void forget(const OfferId& id);
  void tell(const Offer& offer);
  void tell_end(const Offer& offer, OfferEnd reason);
  void count_answer(const Offer& offer);

  DispatchCore& core_;
  Ended ended_;
  struct Told {
    Offer offer;
    OfferEnd reason{};
    SteadyTime at{};
  };
  std::deque<Told> told_;  // oldest first
};

// Why an offer that is not pending can not be answered by this pilot.
Error why_not_answerable(const std::optional<Offer>& offer, const PilotId& pilot);

}  // namespace waycast
