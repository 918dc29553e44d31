// The Store port: the one way to durable data. Asynchronous, and made of whole operations: a caller
// never holds a transaction, and each call is at most one question and one answer to a database
// that is elsewhere. Failures of the database come back as ERR_1500.
//
// Order. Operations take effect first in, first out, in the order in which this process handed them
// over: each sees what those before it wrote, and whoever is first to ask for what only one can
// have gets it. Points keep their order among themselves, but not with operations that are handed
// over within the same fraction of a second. `done` of a write is called only after the commit that
// made it durable, and answers for one executor come in the order of their operations. A read sees
// every write whose `done` has been called, and perhaps some that still wait.
//
// Who else writes. Other programs may read and write the same tables, and another node may one day:
// between two calls anything may have been changed, so what is remembered of an earlier answer is
// for showing, not for deciding. Decisions are made inside a write, on rows that stay as they are
// until it ends, and keys refuse what was decided too late (BookingWritten). What today relies on
// one server for each database is listed in ARCHITECTURE.md, "One server for each database".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "base/function.h"
#include "base/reply.h"
#include "tracking/points.h"
#include "tracking/ports/store_counters.h"
#include "tracking/ports/store_reads.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

// The durability of one accepted point. `acknowledge` asks for a prompt commit and for on_stored on
// success; without it the point may be gathered for longer and only a failure is reported.
struct PointReceipt {
  Executor* reply_to = nullptr;  // outlives the store; null: nobody wants to know
  bool acknowledge = false;
  Done<void> on_stored;  // on reply_to
};

class Store {
 public:
  virtual ~Store() = default;

  // Hot path, any thread: queues one point and returns. Never blocks on the disk; beyond the
  // queue's limit the receipt answers ERR_1004.
  virtual void append_point(PointRow point, PointReceipt receipt) = 0;

  // Hands a batch over as one operation (`pilot:locations`); points already stored count as
  // duplicates.
  virtual void append_points(std::vector<PointRow> points, Executor& reply_to,
                             Done<AppendOutcome> done) = 0;

  // Commits and answers everything accepted so far, then ends the store's threads; later work is
  // answered ERR_1004. Not on a thread that `reply_to`s run on, if those are to be run before this
  // returns. Once; a store that is destroyed has been stopped.
  virtual void stop() = 0;

  virtual const StoreCounters& counters() const = 0;  // any thread
  // Any thread. Why the latest read failed that did: ERR_1004 if waiting can heal it (another
  // process has the database locked); null: none has.
  virtual std::optional<Error> read_problem() const = 0;
  // From now on failures are logged; until then whoever opened the store reports them.
  virtual void log_failures() = 0;

  // Runs `op(StoreReads&)`, which returns some Result<T>, on a reader thread, then done(Result<T>)
  // on reply_to. Too many waiting: ERR_1004.
  template <class Op, class Done>
  void read(Executor& reply_to, Op op, Done done) {
    submit_read(reply_to, {}, read_task(std::move(op), std::move(done)));
  }

  // The same for what may take long (a whole track, a scan): one of these runs at a time, so that
  // short reads never wait for a row of them, and `account` may have a few of them waiting, then
  // ERR_1003, so that it does not keep the others from theirs.
  template <class Op, class Done>
  void read_long(Executor& reply_to, std::string account, Op op, Done done) {
    submit_read(reply_to, std::move(account), read_task(std::move(op), std::move(done)));
  }

  // Runs `op(StoreWrites&)`, ONE whole operation, on the writer thread in its own savepoint, then
  // after the commit done(Result<T>) on reply_to. An op that returns an error is rolled back. An op
  // may run a second time when the group's commit failed and its members are retried one by one: it
  // must not have effects beyond the store.
  template <class Op, class Done>
  void write(Executor& reply_to, Op op, Done done) {
    using R = std::invoke_result_t<Op&, StoreWrites&>;
    auto state = std::make_shared<WriteState<R, Op, Done>>(std::move(op), std::move(done));
    submit_write({&reply_to,
                  [state](StoreWrites& writes) {
                    state->result.emplace(state->op(writes));
                    return state->result->has_value();
                  },
                  [state](Result<void> committed) {
                    if (!committed && (!state->result || state->result->has_value())) {
                      state->done(R(std::unexpected(committed.error())));
                    } else {
                      state->done(std::move(*state->result));
                    }
                  }});
  }

 protected:
  struct WriteOperation {
    Executor* reply_to;
    UniqueFunction<bool(StoreWrites&)> run;  // false: roll this one back (no database error)
    UniqueFunction<void(Result<void> committed)> finish;  // exactly once, on reply_to
  };
  // `op` runs on a reader thread (an error: why the database cannot be read now) and returns what
  // is to run on reply_to, so that a backend can hand over many answers in one post.
  using ReadTask = UniqueFunction<Task(Result<StoreReads*>)>;
  // `long_of`: whose long read it is; empty: it is a short one.
  virtual void submit_read(Executor& reply_to, std::string long_of, ReadTask op) = 0;
  virtual void submit_write(WriteOperation op) = 0;

 private:
  template <class Op, class Done>
  static ReadTask read_task(Op op, Done done) {
    return [op = std::move(op), done = std::move(done)](Result<StoreReads*> reads) mutable -> Task {
      using R = std::invoke_result_t<Op&, StoreReads&>;
      R result = reads ? op(**reads) : R(std::unexpected(reads.error()));
      return [result = std::move(result), done = std::move(done)]() mutable {
        done(std::move(result));
      };
    };
  }

  template <class R, class Op, class Done>
  struct WriteState {
    WriteState(Op o, Done d) : op(std::move(o)), done(std::move(d)) {}
    Op op;
    Done done;
    std::optional<R> result;
  };
};

}  // namespace waycast
