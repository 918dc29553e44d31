#include "storage/writer.h"

#include "base/thread_role.h"
#include "storage/reply_batch.h"

namespace waycast {
namespace {

SteadyTime steady_now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now());
}

}  // namespace

Writer::Writer(std::unique_ptr<WriteSession> session, const GroupSettings& settings,
               StoreCounters& counters)
    : session_(std::move(session)),
      counters_(counters),
      queue_(settings),
      thread_([this] { run(); }) {}

Writer::~Writer() { stop(); }

void Writer::stop() {
  queue_.stop();
  if (thread_.joinable()) thread_.join();
}

void Writer::run() {
  set_thread_role("store-writer", ThreadRole::kBackground);
  WriteGroup group;
  while (queue_.take(group)) {
    if (group.empty()) {
      tidy_up();
    } else {
      commit(group);
    }
  }
  tidy_up();
}

void Writer::commit(WriteGroup& group) {
  const auto started = std::chrono::steady_clock::now();
  counters_.queued.store(group.points.size() + group.operations.size(), std::memory_order_relaxed);
  if (const auto done = attempt(group.points, group.operations); !done) {
    counters_.failed_commits.fetch_add(1, std::memory_order_relaxed);
    if (is_locked_out_) {
      for (PendingPoint& point : group.points) point.result = done;
    } else {
      retry_one_by_one(group);
    }
  } else {
    counters_.committed(std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now() - started),
                        group.points.size() + group.operations.size());
  }
  report(group);
}

// Ends with everything committed, or with nothing changed and every operation marked so.
Result<void> Writer::attempt(std::span<PendingPoint> points,
                             std::span<PendingOperation> operations) {
  Result<void> done = session_->begin();
  is_locked_out_ = !done;
  if (done) {
    done = write(points, operations);
    if (done) {
      done = session_->commit(steady_now());
    } else {
      session_->rollback();
    }
  }
  if (!done) {
    for (PendingOperation& operation : operations) operation.is_committed = false;
  }
  return done;
}

Result<void> Writer::write(std::span<PendingPoint> points, std::span<PendingOperation> operations) {
  rows_.clear();
  for (const PendingPoint& pending : points) rows_.push_back(&pending.point);
  const auto outcome = session_->append(rows_);
  if (!outcome) return std::unexpected(outcome.error());
  for (PendingOperation& operation : operations) {
    const auto kept = session_->run(operation.run);
    if (!kept) return std::unexpected(kept.error());
    operation.is_committed = *kept;
  }
  counters_.points_duplicate.fetch_add(outcome->duplicates, std::memory_order_relaxed);
  return {};
}

// Points cannot refuse each other, so they stay one group.
void Writer::retry_one_by_one(WriteGroup& group) {
  if (!group.points.empty()) {
    const auto done = attempt(group.points, {});
    for (PendingPoint& point : group.points) point.result = done;
  }
  for (PendingOperation& operation : group.operations) {
    if (is_locked_out_) return;
    (void)attempt({}, {&operation, 1});
  }
}

void Writer::report(WriteGroup& group) {
  ReplyBatch replies;
  std::uint64_t stored = 0;
  for (PendingPoint& pending : group.points) {
    PointReceipt& receipt = pending.receipt;
    if (pending.result) ++stored;
    const bool is_wanted = receipt.acknowledge || !pending.result;
    if (receipt.reply_to == nullptr || !receipt.on_stored || !is_wanted) continue;
    replies.add(*receipt.reply_to,
                [result = std::move(pending.result),
                 report = std::move(receipt.on_stored)]() mutable { report(std::move(result)); });
  }
  std::uint64_t committed = 0;
  for (PendingOperation& operation : group.operations) {
    if (operation.is_committed) ++committed;
    replies.add(*operation.reply_to, [is_committed = operation.is_committed,
                                      finish = std::move(operation.finish)]() mutable {
      finish(is_committed ? Result<void>() : fail(Code::kDatabase));
    });
  }
  counters_.points_stored.fetch_add(stored, std::memory_order_relaxed);
  counters_.operations.fetch_add(committed, std::memory_order_relaxed);
  counters_.failures.fetch_add(group.points.size() - stored, std::memory_order_relaxed);
  replies.post();
}

void Writer::tidy_up() {
  if (session_->take_up_put_off()) (void)attempt({}, {});
  session_->rest();
}

}  // namespace waycast
