#include "storage/inline_store.h"

#include <stdexcept>

#include "storage/sqlite/session.h"

namespace waycast {
namespace {

void check(const Result<void>& done) {
  if (!done) throw std::runtime_error(done.error().message);
}

}  // namespace

InlineStore::InlineStore() {
  auto session = sqlite::Session::open({}, TimePoint{});
  if (!session) throw std::runtime_error(session.error().message);
  session_ = std::move(*session);
}

InlineStore::~InlineStore() = default;

StoreReads& InlineStore::reads() { return session_->writes().reads(); }
StoreWrites& InlineStore::writes() { return session_->writes(); }

void InlineStore::begin() { check(session_->begin()); }

void InlineStore::end(bool keep) {
  if (keep) {
    check(session_->commit(SteadyTime{}));
  } else {
    session_->rollback();
  }
}

void InlineStore::set_late(bool late) {
  is_late_ = late;
  if (late) return;
  for (auto& [to, task] : std::exchange(late_, {})) to->post(std::move(task));
}

void InlineStore::answer(Executor& to, Task task) {
  if (is_late_) {
    late_.emplace_back(&to, std::move(task));
  } else {
    to.post(std::move(task));
  }
}

void InlineStore::append_point(PointRow point, PointReceipt receipt) {
  Result<void> done = fail(Code::kDatabase);
  if (!is_failing_) {
    begin();
    const auto stored = session_->append(std::vector{&std::as_const(point)});
    end(stored.has_value());
    if (stored) done = {};
  }
  const bool is_wanted = receipt.acknowledge || !done;
  if (receipt.reply_to == nullptr || !receipt.on_stored || !is_wanted) return;
  answer(*receipt.reply_to,
         [done, report = std::move(receipt.on_stored)]() mutable { report(done); });
}

void InlineStore::append_points(std::vector<PointRow> points, Executor& reply_to,
                                Done<AppendOutcome> done) {
  Result<AppendOutcome> outcome = fail(Code::kDatabase);
  if (!is_failing_) {
    begin();
    outcome = session_->append_batch(points);
    end(outcome.has_value());
  }
  answer(reply_to, [outcome, report = std::move(done)]() mutable { report(outcome); });
}

void InlineStore::submit_read(Executor& reply_to, std::string, ReadTask op) {
  answer(reply_to, op(is_failing_ ? Result<StoreReads*>(fail(Code::kDatabase)) : &reads()));
}

void InlineStore::submit_write(WriteOperation op) {
  Result<void> committed = fail(Code::kDatabase);
  if (!is_failing_) {
    begin();
    const bool keeps = op.run(writes());
    end(keeps);
    if (keeps) committed = {};
  }
  answer(*op.reply_to, [committed, finish = std::move(op.finish)]() mutable { finish(committed); });
}

}  // namespace waycast
