#include "api/booking_access.h"

#include "api/body_reader.h"
#include "api/query_reader.h"
#include "api/read_answer.h"
#include "api/repeatable.h"

namespace waycast::api {

Viewer viewer_for(Role role) {
  switch (role) {
    case Role::kUser:
      return Viewer::kCustomer;
    case Role::kPilot:
      return Viewer::kPilot;
    case Role::kAdmin:
      return Viewer::kAdmin;
  }
  return Viewer::kPilot;
}

std::string booking_text(const BookingDetails& booking, Viewer viewer) {
  return json_text([&](JsonWriter& json) { write_booking(json, booking, viewer); });
}

Result<Viewer> viewer_of(const Booking& booking, const Principal& who) {
  const bool mine = who.is(Role::kAdmin) ||
                    (who.is(Role::kUser) && booking.user_id == who.user_id()) ||
                    (who.is(Role::kPilot) && booking.pilot_id == who.pilot_id());
  if (!mine) return fail(Code::kNotYours);
  return viewer_for(who.role);
}

void with_booking(const Services& services, const CallRef& call,
                  UniqueFunction<void(const BookingDetails&, Viewer)> next) {
  services.store.read(
      call->loop(),
      [id = BookingId(call->param("id"))](StoreReads& reads) {
        return required(reads.booking_details(id), Code::kBookingNotFound);
      },
      call->then([call, next = std::move(next)](const BookingDetails& details) mutable {
        const auto viewer = viewer_of(details.booking, call->who());
        if (!viewer) return call->fail(viewer.error());
        next(details, *viewer);
      }));
}

void list_bookings(const Services& services, const CallRef& call, BookingFilter filter,
                   Viewer viewer) {
  QueryReader query(call->request().query());
  const auto page = query.page();
  filter.statuses = query.choices<BookingStatus>("status");
  filter.from = query.time("from");
  filter.to = query.time("to");
  filter.search = query.search();
  if (!query.ok()) return call->fail(query.errors());
  const auto write = [viewer](JsonWriter& json, const BookingDetails& booking) {
    write_booking(json, booking, viewer);
  };
  const auto read = [filter = std::move(filter), page](StoreReads& reads) {
    return reads.bookings(filter, page);
  };
  const auto answer = page_answer("Bookings", page, write);
  if (viewer == Viewer::kAdmin) return scan_and_answer(services.store, call, read, answer);
  read_and_answer(services.store, call, read, answer);
}

void cancel_booking(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  StatusRequest request;
  request.booking_id = BookingId(call->param("id"));
  request.to = BookingStatus::kCancelled;
  request.reason = body.optional_text("reason", 500);
  if (!body.ok()) return call->fail(body.errors());
  const BookingAnswer cancelled{200, "Booking cancelled", viewer_for(call->who().role)};
  const auto answer = [call, cancelled](const Result<BookingChange>& change) {
    if (!change && change.error().code == Code::kInvalidStatusChange) {
      return call->fail(Code::kCannotCancel);
    }
    if (!change) return call->fail(change.error());
    call->send(response_of(cancelled, change->details));
  };
  services.dispatch.change_status(call->who(), std::move(request), call->loop(),
                                  {answer, kept_answer(call, cancelled)});
}

}  // namespace waycast::api
