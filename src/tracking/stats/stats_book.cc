#include "tracking/stats/stats_book.h"

#include <algorithm>
#include <utility>

#include "tracking/bookings/money.h"

namespace waycast {
namespace {

constexpr std::size_t kOtherDays = 4;  // the one seen longest ago is forgotten

}  // namespace

void StatsBook::reset(const StatsCount& counted, TimePoint now) {
  other_days_.clear();
  today_ = {zone_.day_of(now), counted.today_deliveries, to_cents(counted.today_revenue)};
  active_ = counted.active_bookings;
  pending_ = counted.pending_bookings;
  online_pilots_ = counted.online_pilots;
}

void StatsBook::booking_added(BookingStatus status) {
  if (std::int64_t* counter = counter_of(status)) ++*counter;
}

void StatsBook::booking_changed(BookingStatus before, const Booking& booking) {
  if (std::int64_t* counter = counter_of(before)) --*counter;
  if (std::int64_t* counter = counter_of(booking.status)) ++*counter;
  if (booking.status != BookingStatus::kDelivered || !booking.delivered_at) return;
  Deliveries& deliveries = deliveries_at(*booking.delivered_at);
  ++deliveries.count;
  deliveries.cents += to_cents(booking.total_amount);
}

StatsBook::Deliveries& StatsBook::deliveries_at(TimePoint at) {
  if (today_.day.has(at)) return today_;
  const auto is_that_day = [at](const Deliveries& one) { return one.day.has(at); };
  const auto known = std::ranges::find_if(other_days_, is_that_day);
  if (known != other_days_.end()) return *known;
  if (other_days_.size() == kOtherDays) other_days_.erase(other_days_.begin());
  return other_days_.emplace_back(Deliveries{.day = zone_.day_of(at)});
}

void StatsBook::roll(TimePoint now) {
  if (!today_.day.has(now)) std::swap(today_, deliveries_at(now));
}

StatsCount StatsBook::count() const {
  return {.active_bookings = active_,
          .online_pilots = online_pilots_,
          .pending_bookings = pending_,
          .today_deliveries = today_.count,
          .today_revenue = static_cast<double>(today_.cents) / 100};
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
