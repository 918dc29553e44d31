// The one thread that writes. It commits what waits as a group: every operation in its savepoint,
// one sync, then the answers, one post for each executor. A group that fails is retried member by
// member, so that one of them cannot fail the others; what cannot be committed is answered
// ERR_1500. A full disk or a locked file therefore costs answers, and service resumes with the
// first commit that succeeds.
#pragma once

#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "storage/write_queue.h"
#include "storage/write_session.h"
#include "tracking/ports/store_counters.h"

namespace waycast {

class Writer {
 public:
  // `counters` outlives the writer.
  Writer(std::unique_ptr<WriteSession> session, const GroupSettings& settings,
         StoreCounters& counters);
  ~Writer();  // stop()

  // Any thread. False: the queue is full, or stopped; the argument is untouched.
  bool push(PendingPoint& point) { return queue_.push(point); }
  bool push(PendingOperation& operation) { return queue_.push(operation); }

  // Commits what waits, writes every position, ends the thread.
  void stop();

 private:
  void run();
  void commit(WriteGroup& group);
  Result<void> attempt(std::span<PendingPoint> points, std::span<PendingOperation> operations);
  Result<void> write(std::span<PendingPoint> points, std::span<PendingOperation> operations);
  void retry_one_by_one(WriteGroup& group);
  void report(WriteGroup& group);
  void tidy_up();

  std::unique_ptr<WriteSession> session_;
  StoreCounters& counters_;
  WriteQueue queue_;
  std::vector<const PointRow*> rows_;  // of the group: kept for its memory
  bool is_locked_out_ = false;         // the last attempt could not even begin
  std::thread thread_;
};

}  // namespace waycast
