// What the rules about bookings are given to decide on, and what they want written: rows, without a
// word about how a database keeps them. A store reads the facts and writes the rows, inside one
// transaction, and adds no rule of its own; the rules (decide_status.h, decide_accept.h,
// decide_offer.h, settle.h) touch no store.
//
//   facts  ->  decide_...()  ->  BookingWrite  ->  StoreWrites::write_booking()
#pragma once

#include <optional>
#include <vector>

#include "tracking/entities.h"
#include "tracking/messages.h"
#include "tracking/offers.h"

namespace waycast {

// A booking as it stands, with what a change of its status depends on and touches.
struct BookingFacts {
  BookingDetails details;
  std::optional<Pilot> pilot;         // who is assigned, if they have a row
  std::vector<Offer> pending_offers;  // of the booking, oldest first
};

// What an accept depends on. Missing rows are empty.
struct AcceptFacts {
  std::optional<BookingDetails> details;
  std::optional<Pilot> pilot;     // who is to have it
  std::vector<Vehicle> vehicles;  // all of theirs, oldest first
  bool is_on_booking = false;     // they are on another booking
  std::optional<Offer> answered;  // the offer that the accept names, pending or not
  std::vector<Offer> of_booking;  // pending offers of the booking, oldest first
  std::vector<Offer> of_pilot;    // pending offers to the pilot of other bookings, oldest first
};

// What a pilot's deliveries come to after one more.
struct PilotTotals {
  PilotId pilot_id;
  int deliveries = 0;
  double earnings = 0;
  TimePoint at{};
};

struct BookingWrite {
  // The row as it is to be. Its place (currentLat, currentLng) is not written: positions are, by
  // another path (Store::append_point).
  Booking booking;
  // The status that the row was decided on. A row that has another by now is not written.
  BookingStatus before{};
  HistoryEntry history;
  // A pilot is on one booking at most: `kBegins` takes the pilot's one place, `kEnds` gives it
  // back.
  enum class Assignment : std::uint8_t { kAsItIs, kBegins, kEnds };
  Assignment assignment = Assignment::kAsItIs;
  std::vector<Offer> ended_offers;  // with their state and answered_at; the journal tells them too
  std::vector<JournalEntry> journal;
  std::optional<Earning> earning;
  std::optional<PilotTotals> totals;
  std::vector<Notification> notices;
};

// Which key of the database refused a write that was decided on rows which others have changed
// meanwhile. A store that lets one transaction write at a time never sees the first two.
enum class BookingWritten : std::uint8_t {
  kWritten,
  kStatusMoved,  // the booking has left `before`
  kPilotTaken,   // the pilot's one place is taken
};

}  // namespace waycast
