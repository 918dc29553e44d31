#include "storage/write_queue.h"

namespace waycast {

bool WriteQueue::push(PendingPoint& point) {
  const std::lock_guard lock(mutex_);
  if (is_stopped_ || waiting_.points.size() >= settings_.max_points) return false;
  const bool is_urgent = point.receipt.acknowledge;
  waiting_.points.push_back(std::move(point));
  added(1, is_urgent);
  return true;
}

bool WriteQueue::push(PendingOperation& operation) {
  const std::lock_guard lock(mutex_);
  if (is_stopped_ || waiting_.operations.size() >= settings_.max_operations) return false;
  const std::size_t rows = operation.rows;
  const bool is_batch = rows > 1;  // of points
  if (is_batch && rows_ + rows > settings_.max_points) return false;
  waiting_.operations.push_back(std::move(operation));
  added(rows, true);
  return true;
}

// The writer sleeps until what it knew of is due: it is woken only for what is due sooner.
void WriteQueue::added(std::size_t rows, bool is_urgent) {
  const bool is_first = rows_ == 0;
  const bool was_full = rows_ >= settings_.group_rows;
  const bool is_sooner = is_urgent && !is_urgent_;
  if (is_first) first_ = std::chrono::steady_clock::now();
  rows_ += rows;
  is_urgent_ = is_urgent_ || is_urgent;
  const bool is_full = !was_full && rows_ >= settings_.group_rows;
  if (is_first || is_sooner || is_full) wake_.notify_one();
}

WriteQueue::Time WriteQueue::due() const {
  if (is_stopped_ || rows_ >= settings_.group_rows) return last_taken_;
  return is_urgent_ ? last_taken_ + settings_.group_wait : first_ + settings_.point_wait;
}

bool WriteQueue::take(WriteGroup& group) {
  group.clear();
  std::unique_lock lock(mutex_);
  const bool has_come =
      wake_.wait_for(lock, settings_.idle_wait, [this] { return has_work() || is_stopped_; });
  if (has_come) {
    while (has_work() && std::chrono::steady_clock::now() < due()) wake_.wait_until(lock, due());
  }
  if (!has_work() && is_stopped_) return false;
  last_taken_ = std::chrono::steady_clock::now();
  rows_ = 0;
  is_urgent_ = false;
  std::swap(group, waiting_);
  return true;
}

void WriteQueue::stop() {
  const std::lock_guard lock(mutex_);
  is_stopped_ = true;
  wake_.notify_one();
}

}  // namespace waycast
