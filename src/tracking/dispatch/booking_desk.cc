#include "tracking/dispatch/booking_desk.h"

#include "tracking/bookings/booking_operations.h"
#include "tracking/dispatch/booking_creation.h"
#include "tracking/dispatch/write_with_answer.h"

namespace waycast {
namespace {

bool may_follow(const Principal& who, const Booking& booking) {
  switch (who.role) {
    case Role::kUser:
      return booking.user_id == who.user_id();
    case Role::kPilot:
      return booking.pilot_id == who.pilot_id();
    case Role::kAdmin:
      return true;
  }
  return false;
}

Result<BookingDetails> answer_follower(const Principal& who, const BookingDetails& details) {
  if (!may_follow(who, details.booking)) return fail(Code::kNotYours);
  if (is_finished(details.booking.status)) return fail(Code::kAlreadyFinished);
  return details;
}

}  // namespace

void BookingDesk::create(const NewBooking& wanted, TimePoint at,
                         CommandReply<BookingDetails> reply) {
  write_with_answer(
      core_, std::move(reply),
      [wanted, at, &room = core_.room](StoreWrites& writes) {
        return create_booking(writes, wanted, at, room);
      },
      [this](Result<BookingDetails> created, CommandReply<BookingDetails> owed) {
        if (!created) return owed.fail_with(created.error());
        core_.counters.bookings_created.add();
        core_.bookings.put(*created);
        core_.stats.update([](StatsBook& book) { book.booking_added(BookingStatus::kPending); });
        core_.events.booking_created(*created);
        matchmaker_.begin(created->booking);
        owed(std::move(created));
      });
}

void BookingDesk::change_status(const Principal& who, StatusRequest request,
                                CommandReply<BookingChange> reply) {
  if (who.is(Role::kUser) && request.to != BookingStatus::kCancelled) {
    return reply(fail(Code::kRoleRequired, "A customer may only cancel"));
  }
  request.by_pilot = who.is(Role::kPilot) ? std::optional(who.pilot_id()) : std::nullopt;
  request.by_user = who.is(Role::kUser) ? std::optional(who.user_id()) : std::nullopt;
  request.require_otp = core_.settings.require_otp;
  const BookingId id = request.booking_id;
  core_.turns.run(id, [this, who, request = std::move(request),
                       reply = std::move(reply)](BookingTurns::Turn turn) mutable {
    write_with_answer(
        core_, std::move(reply),
        [request = std::move(request)](StoreWrites& writes) {
          return waycast::change_status(writes, request);
        },
        [this, who, turn = std::move(turn)](Result<BookingChange> changed,
                                            CommandReply<BookingChange> owed) {
          if (!changed) return owed.fail_with(changed.error());
          publish(*changed, who);
          owed(std::move(changed));
        });
  });
}

void BookingDesk::publish(const BookingChange& change, const Principal& by) {
  if (!change.changed()) return;
  core_.counters.changed_to(change.details.booking.status);
  enter(change);
  core_.events.booking_changed(change, by);
  for (const Offer& offer : change.withdrawn) offers_.settle(offer);
  for (const Notification& notice : change.notices) core_.events.notified(notice);
  const Booking& booking = change.details.booking;
  if (booking.pilot_id && is_finished(booking.status)) {
    matchmaker_.pilot_appeared(*booking.pilot_id);
  }
}

void BookingDesk::enter(const BookingChange& change) {
  const Booking& booking = change.details.booking;
  const bool is_unknown = core_.bookings.find(booking.id) == nullptr;
  core_.bookings.put(change.details);
  core_.stats.update([&](StatsBook& book) {
    if (is_unknown) book.booking_added(change.before);
    book.booking_changed(change.before, booking);
  });
  matchmaker_.stop(booking.id);
  if (!booking.pilot_id) return;
  if (booking.status == BookingStatus::kDelivered) {
    core_.fleet.update(*booking.pilot_id, [](OnlinePilot& pilot) { ++pilot.deliveries; });
  }
  core_.refresh_pilot(*booking.pilot_id);
}

void BookingDesk::follow(const Principal& who, const BookingId& id, Reply<BookingDetails> reply) {
  if (const BookingDetails* details = core_.bookings.find(id)) {
    return reply(answer_follower(who, *details));
  }
  core_.turns.run(id, [this, who, id, reply = std::move(reply)](BookingTurns::Turn turn) mutable {
    read_and_follow(who, id, std::move(reply), std::move(turn));
  });
}

void BookingDesk::read_and_follow(const Principal& who, const BookingId& id,
                                  Reply<BookingDetails> reply, BookingTurns::Turn turn) {
  core_.store.read(
      core_.loop, [id](StoreReads& reads) { return reads.booking_details(id); },
      [this, who, turn = std::move(turn),
       reply = std::move(reply)](Result<std::optional<BookingDetails>> found) mutable {
        if (!found) return reply.fail_with(found.error());
        if (!*found) return reply(fail(Code::kBookingNotFound));
        adopt(**found);
        reply(answer_follower(who, **found));
      });
}

void BookingDesk::adopt(const BookingDetails& details) {
  const Booking& booking = details.booking;
  if (is_finished(booking.status) || core_.bookings.find(booking.id) != nullptr) return;
  core_.bookings.put(details);
  core_.stats.update([&](StatsBook& book) { book.booking_added(booking.status); });
  if (booking.pilot_id) core_.refresh_pilot(*booking.pilot_id);
  if (booking.status == BookingStatus::kPending) matchmaker_.begin(booking);
}

void BookingDesk::notify(const Notification& notification) {
  core_.store.write(
      core_.loop,
      [notification](StoreWrites& writes) { return writes.put_notification(notification); },
      [this, notification](Result<void> stored) {
        if (stored) core_.events.notified(notification);
      });
}

}  // namespace waycast
