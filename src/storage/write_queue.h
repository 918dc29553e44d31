// What waits for the writer, and when a group of it is due.
//
// Urgent work (operations, acknowledged points) starts at once if the last group started at least
// `group_wait` ago, so that a lone operation waits for nothing and a busy server still commits in
// groups. Points that nobody waits for are gathered for `point_wait`. `group_rows` start a group in
// any case.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include "storage/group_settings.h"
#include "storage/write_session.h"
#include "tracking/ports/store.h"

namespace waycast {

struct PendingPoint {
  PointRow point;
  PointReceipt receipt;
  Result<void> result;
};

struct PendingOperation {
  Executor* reply_to = nullptr;
  WriteSession::Operation run;                          // in its savepoint
  UniqueFunction<void(Result<void> committed)> finish;  // on reply_to
  std::size_t rows = 1;
  bool is_committed = false;
};

struct WriteGroup {
  std::vector<PendingPoint> points;
  std::vector<PendingOperation> operations;
  bool empty() const { return points.empty() && operations.empty(); }
  void clear() {
    points.clear();
    operations.clear();
  }
};

// Any thread pushes, one takes.
class WriteQueue {
 public:
  explicit WriteQueue(const GroupSettings& settings) : settings_(settings) {}

  // False, and nothing taken over: the queue is full, or stopped.
  bool push(PendingPoint& point);
  bool push(PendingOperation& operation);

  // Blocks until a group is due and replaces `group` by it, whose memory is used for the next.
  // Empty: nothing came for `idle_wait`. False: stopped and drained.
  bool take(WriteGroup& group);
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void added(std::size_t rows, bool is_urgent);  // with the lock held
  Time due() const;
  bool has_work() const { return rows_ > 0; }

  const GroupSettings settings_;
  std::mutex mutex_;
  std::condition_variable wake_;
  WriteGroup waiting_;
  std::size_t rows_ = 0;
  bool is_urgent_ = false;
  bool is_stopped_ = false;
  Time first_{};  // when the oldest of what waits came
  Time last_taken_{};
};

}  // namespace waycast
