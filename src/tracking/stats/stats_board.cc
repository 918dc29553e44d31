#include "tracking/stats/stats_board.h"

#include <algorithm>

namespace waycast {
namespace {

constexpr Duration kLongestWait = std::chrono::minutes(1);  // a step of the wall clock is noticed

}  // namespace

StatsBoard::StatsBoard(Loop& loop, Events& events, TimeZone zone, Duration interval)
    : loop_(loop), events_(events), book_(std::move(zone)), interval_(interval) {}

void StatsBoard::start(const StatsCount& counted) {
  book_.reset(counted, loop_.clock().now());
  gauges_.show(counted);
  published_ = counted;
  await_midnight();
}

StatsCount StatsBoard::count() {
  book_.roll(loop_.clock().now());
  return book_.count();
}

void StatsBoard::publish_in_time() {
  if (publishing_ != 0 || is_same(book_.count(), published_)) return;
  const SteadyTime now = loop_.clock().steady();
  const SteadyTime due = published_at_ ? std::max(now, *published_at_ + interval_) : now;
  publishing_ = loop_.after(due - now, [this] { publish(); });
}

void StatsBoard::publish() {
  publishing_ = 0;
  const StatsCount now = count();
  if (is_same(now, published_)) return;
  published_ = now;
  published_at_ = loop_.clock().steady();
  events_.stats_changed({now, loop_.clock().now()});
}

void StatsBoard::await_midnight() {
  const Duration left = book_.today().ends - loop_.clock().now();
  loop_.after(std::clamp(left, Duration(1), kLongestWait), [this] {
    update([this](StatsBook& book) { book.roll(loop_.clock().now()); });
    await_midnight();
  });
}

}  // namespace waycast
