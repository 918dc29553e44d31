#include "tracking/stats/stats_book.h"

#include <cmath>

namespace waycast {
namespace {

std::int64_t to_cents(double amount) { return std::llround(amount * 100); }

}  // namespace

void StatsBook::reset(const StatsCount& counted, TimePoint now) {
  today_starts_ = zone_.start_of_day(now);
  today_ends_ = zone_.start_of_next_day(now);
  active_ = counted.active_bookings;
  pending_ = counted.pending_bookings;
  online_pilots_ = counted.online_pilots;
  today_deliveries_ = counted.today_deliveries;
  today_cents_ = to_cents(counted.today_revenue);
}

void StatsBook::booking_added(BookingStatus status) {
  if (std::int64_t* counter = counter_of(status)) ++*counter;
}

void StatsBook::booking_changed(BookingStatus before, const Booking& booking) {
  if (std::int64_t* counter = counter_of(before)) --*counter;
  if (std::int64_t* counter = counter_of(booking.status)) ++*counter;
  if (booking.status != BookingStatus::kDelivered || !booking.delivered_at) return;
  roll(*booking.delivered_at);
  if (*booking.delivered_at < today_starts_) return;
  ++today_deliveries_;
  today_cents_ += to_cents(booking.total_amount);
}

void StatsBook::roll(TimePoint now) {
  if (now < today_ends_) return;
  today_starts_ = zone_.start_of_day(now);
  today_ends_ = zone_.start_of_next_day(now);
  today_deliveries_ = 0;
  today_cents_ = 0;
}

StatsCount StatsBook::count() const {
  return {.active_bookings = active_,
          .online_pilots = online_pilots_,
          .pending_bookings = pending_,
          .today_deliveries = today_deliveries_,
          .today_revenue = static_cast<double>(today_cents_) / 100};
}

std::int64_t* StatsBook::counter_of(BookingStatus status) {
  if (status == BookingStatus::kPending) return &pending_;
  return is_active(status) ? &active_ : nullptr;
}

bool is_same(const StatsCount& a, const StatsCount& b) {
  return a.active_bookings == b.active_bookings && a.online_pilots == b.online_pilots &&
         a.pending_bookings == b.pending_bookings && a.today_deliveries == b.today_deliveries &&
         a.today_revenue == b.today_revenue;
}

}  // namespace waycast
