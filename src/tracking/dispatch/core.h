// What the parts of dispatch share. Everything here is touched on the dispatch loop only.
#pragma once

#include "base/executor.h"
#include "tracking/dispatch/booking_book.h"
#include "tracking/dispatch/counters.h"
#include "tracking/dispatch/offer_book.h"
#include "tracking/dispatch/serial_queue.h"
#include "tracking/dispatch/settings.h"
#include "tracking/matching/fleet_index.h"
#include "tracking/ports/events.h"
#include "tracking/ports/store.h"
#include "tracking/stats/stats_board.h"

namespace waycast {

using BookingTurns = SerialQueue<BookingId>;

struct DispatchCore {
  // All three outlive the core.
  DispatchCore(Loop& loop, Store& store, Events& events, DispatchSettings settings);

  Loop& loop;
  Store& store;
  Events& events;
  const DispatchSettings settings;

  BookingBook bookings;
  OfferBook offers;
  FleetIndex fleet;
  BookingTurns turns;  // changes of one booking happen one after another
  StatsBoard stats;
  AccountRoom room;
  DispatchCounters counters;

  TimePoint now() const { return loop.clock().now(); }
  SteadyTime steady() const { return loop.clock().steady(); }
  // A wall time on the steady clock, as the two stand now.
  SteadyTime steady_at(TimePoint at) const { return steady() + (at - now()); }

  // Makes the fleet agree with the books about this pilot.
  void refresh_pilot(const PilotId& id);
};

}  // namespace waycast
