#include "tracking/dispatch/matchmaker.h"

#include <algorithm>
#include <ranges>

namespace waycast {
namespace {

constexpr Duration kLongestWait = std::chrono::minutes(1);  // a step of the wall clock is noticed

std::vector<PilotId> pilots_of(const std::vector<Offer>& offers) {
  std::vector<PilotId> pilots;
  pilots.reserve(offers.size());
  for (const Offer& offer : offers) pilots.push_back(offer.pilot_id);
  return pilots;
}

std::vector<PilotId> pilots_of(const std::vector<Candidate>& candidates) {
  std::vector<PilotId> pilots;
  pilots.reserve(candidates.size());
  for (const Candidate& candidate : candidates) pilots.push_back(candidate.pilot_id);
  return pilots;
}

std::vector<Offer> offers_for(const BookingId& booking, int round, const Candidates& candidates,
                              int wanted, TimePoint now, Duration time) {
  std::vector<Offer> offers;
  for (const Candidate& best : candidates.ranked | std::views::take(wanted)) {
    offers.push_back({.id = OfferId(new_id(now)),
                      .booking_id = booking,
                      .pilot_id = best.pilot_id,
                      .vehicle_id = best.vehicle_id,
                      .round = round,
                      .pickup_distance = best.distance_km,
                      .score = best.score,
                      .state = OfferState::kPending,
                      .created_at = now,
                      .expires_at = now + time,
                      .answered_at = std::nullopt});
  }
  return offers;
}

// Offers made at one moment are one attempt.
MatchRound::Past last_round_of(const std::vector<Offer>& history) {
  MatchRound::Past last;
  for (const Offer& offer : history) last.number = std::max(last.number, offer.round);
  std::set<TimePoint> attempts;
  for (const Offer& offer : history) {
    if (offer.round != last.number) continue;
    attempts.insert(offer.created_at);
    last.asked.insert(offer.pilot_id);
    if (offer.state == OfferState::kPending) last.pending.insert(offer.pilot_id);
  }
  last.attempts = static_cast<int>(attempts.size());
  return last;
}

}  // namespace

Matchmaker::Search& Matchmaker::open(const Booking& booking) {
  const SteadyTime starts_at = start_of(booking);
  return searches_.try_emplace(booking.id, booking.id, core_.settings.match, starts_at)
      .first->second;
}

SteadyTime Matchmaker::start_of(const Booking& booking) const {
  if (!booking.scheduled_at) return core_.steady();
  return core_.steady_at(*booking.scheduled_at - core_.settings.match.scheduled_lead);
}

void Matchmaker::begin(const Booking& booking) {
  open(booking);
  step(booking.id);
}

void Matchmaker::resume(const Booking& booking, const std::vector<Offer>& history) {
  Search& search = open(booking);
  for (const Offer& offer : history) {
    if (offer.state == OfferState::kDeclined && offer.answered_at) {
      const SteadyTime answered_at = std::min(core_.steady_at(*offer.answered_at), core_.steady());
      search.round.answered(offer.pilot_id, offer.state, answered_at);
    }
  }
  search.round.resume(last_round_of(history));
  step(booking.id);
}

void Matchmaker::stop(const BookingId& booking) {
  const auto it = searches_.find(booking);
  if (it == searches_.end()) return;
  core_.loop.cancel(it->second.timer);
  searches_.erase(it);
  waiting_.remove(booking);
}

void Matchmaker::offer_ended(const Offer& offer) {
  const auto it = searches_.find(offer.booking_id);
  if (it != searches_.end()) {
    it->second.round.answered(offer.pilot_id, offer.state, core_.steady());
    step(offer.booking_id);
  }
  pilot_appeared(offer.pilot_id);
}

// Whoever is further away than the nearest few looks for pilots again by itself, after its pause.
void Matchmaker::pilot_appeared(const PilotId& id) {
  const OnlinePilot* pilot = core_.fleet.find(id);
  if (pilot == nullptr || !pilot->is_free() || !pilot->position) return;
  for (const BookingId& booking : waiting_near(*pilot)) {
    const auto it = searches_.find(booking);
    if (it == searches_.end() || !waiting_.contains(booking)) continue;
    if (!it->second.round.appeared(id, core_.steady())) continue;
    step(booking);
    pilot = core_.fleet.find(id);
    if (pilot == nullptr || !pilot->is_free()) return;  // one of them has asked the pilot
  }
}

std::vector<BookingId> Matchmaker::waiting_near(const OnlinePilot& pilot) const {
  const MatchSettings& settings = core_.settings.match;
  std::vector<BookingId> found;
  for (auto vehicle = pilot.vehicles.begin(); vehicle != pilot.vehicles.end(); ++vehicle) {
    if (pilot.vehicle_of(vehicle->type_id) != &*vehicle) continue;  // this type was looked for
    const auto more = waiting_.near(pilot.position->at, settings.last_radius_km, vehicle->type_id,
                                    settings.bookings_per_position);
    found.insert(found.end(), more.begin(), more.end());
  }
  return found;
}

// Steps that are due already need not be asked for again.
void Matchmaker::step(const BookingId& id) {
  const auto it = searches_.find(id);
  if (it == searches_.end() || it->second.is_step_due) return;
  it->second.is_step_due = true;
  waiting_.remove(id);
  core_.turns.run(id, [this, id](BookingTurns::Turn turn) { take_step(id, std::move(turn)); });
}

void Matchmaker::take_step(const BookingId& id, BookingTurns::Turn turn) {
  const auto it = searches_.find(id);
  const BookingDetails* details = core_.bookings.find_pending(id);
  if (it == searches_.end() || details == nullptr) return stop(id);
  Search& search = it->second;
  search.is_step_due = false;
  if (details->booking.scheduled_at) search.round.reschedule(start_of(details->booking));
  const MatchAction action = search.round.next(core_.steady());
  if (action.offers == 0) return wait(*details, search, action.until);
  look_for_pilots(*details, search, action.offers, std::move(turn));
}

void Matchmaker::wait(const BookingDetails& details, Search& search,
                      std::optional<SteadyTime> until) {
  const BookingId& id = details.booking.id;
  waiting_.add(id, details.booking.vehicle_type_id, details.pickup.at);
  core_.loop.cancel(search.timer);
  search.timer = 0;
  if (!until) return;
  const Duration left = std::clamp(*until - core_.steady(), Duration(0), kLongestWait);
  search.timer = core_.loop.after(left, [this, id] { step(id); });
}

void Matchmaker::look_for_pilots(const BookingDetails& details, Search& search, int wanted,
                                 BookingTurns::Turn turn) {
  const TimePoint now = core_.now();
  const SteadyTime steady = core_.steady();
  const BookingId& id = details.booking.id;
  const Candidates candidates = find_candidates(
      core_.fleet, core_.settings.match,
      {.at = details.pickup.at,
       .vehicle_type = details.booking.vehicle_type_id,
       .wanted = wanted,
       .now = now,
       .excludes = [&](const PilotId& pilot) { return search.round.excludes(pilot, steady); }});
  std::vector<Offer> offers = offers_for(id, search.round.number(), candidates, wanted, now,
                                         core_.settings.match.offer_time);
  std::vector<JournalEntry> rows =
      search.journal.rows(search.round.number(), candidates, offers, now);
  search.round.found(pilots_of(offers), pilots_of(candidates.ranked), steady);
  for (const Offer& offer : offers) {
    core_.offers.add(offer, steady + core_.settings.match.offer_time);
    core_.refresh_pilot(offer.pilot_id);
  }
  step(id);
  if (!rows.empty()) store_offers(details, offers, std::move(rows), std::move(turn));
}

void Matchmaker::store_offers(const BookingDetails& details, const std::vector<Offer>& offers,
                              std::vector<JournalEntry> rows, BookingTurns::Turn turn) {
  core_.store.write(
      core_.loop,
      [offers, rows = std::move(rows)](StoreWrites& writes) {
        return writes.put_offers(offers, rows);
      },
      [this, details, offers, turn = std::move(turn)](Result<void> stored) {
        if (stored) {
          offers_stored(details, offers);
        } else {
          offers_failed(details.booking.id, offers);
        }
      });
}

void Matchmaker::offers_stored(const BookingDetails& details, const std::vector<Offer>& offers) {
  for (const Offer& offer : offers) {
    offers_.announce(offer, details);
    const OnlinePilot* pilot = core_.fleet.find(offer.pilot_id);
    const bool may_still_take_it = pilot != nullptr && pilot->is_approved && !pilot->is_busy;
    if (!may_still_take_it) offers_.withdraw_from(offer.pilot_id);
  }
}

void Matchmaker::offers_failed(const BookingId& id, const std::vector<Offer>& offers) {
  for (const Offer& offer : offers) {
    core_.offers.remove(offer.id);
    core_.refresh_pilot(offer.pilot_id);
  }
  const auto it = searches_.find(id);
  if (it == searches_.end()) return;
  it->second.round.failed(pilots_of(offers), core_.steady());
  step(id);
}

}  // namespace waycast
