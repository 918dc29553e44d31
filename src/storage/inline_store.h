// A Store for tests of other modules: no threads, a database in memory. Every operation happens
// inside the call and is committed by itself; its answer is posted to reply_to.
//
//   ManualLoop loop;
//   InlineStore store;
//   store.read(loop, [](StoreReads& r) { return r.booking(BookingId("booking-000000")); }, ...);
//   loop.run();
//
// `storage/testing/seed.h` fills it.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "tracking/ports/store.h"

namespace waycast {

namespace sqlite {
class Session;
}

class InlineStore final : public Store {
 public:
  InlineStore();  // throws if SQLite cannot make a database: a bug
  ~InlineStore() override;

  void append_point(PointRow point, PointReceipt receipt) override;
  void append_points(std::vector<PointRow> points, Executor& reply_to,
                     Done<AppendOutcome> done) override;

  void stop() override {}
  const StoreCounters& counters() const override { return counters_; }
  std::optional<Error> read_problem() const override { return std::nullopt; }
  void log_failures() override {}

  // Makes every later operation fail with ERR_1500, until it is called with false.
  void set_failing(bool failing) { is_failing_ = failing; }
  // Keeps every later answer back, as a disk that hangs does, until it is called with false.
  void set_late(bool late);

  // At once, for arranging and checking; writes are committed when `op` returns a value.
  template <class Op>
  auto read_now(Op op) {
    return op(reads());
  }
  template <class Op>
  auto write_now(Op op) {
    begin();
    auto result = op(writes());
    end(result.has_value());
    return result;
  }

 protected:
  void submit_read(Executor& reply_to, std::string long_of, ReadTask op) override;
  void submit_write(WriteOperation op) override;

 private:
  StoreReads& reads();
  StoreWrites& writes();
  void begin();
  void end(bool keep);
  void answer(Executor& to, Task task);

  std::unique_ptr<sqlite::Session> session_;
  const StoreCounters counters_;  // it counts nothing
  bool is_failing_ = false;
  bool is_late_ = false;
  std::vector<std::pair<Executor*, Task>> late_;
};

}  // namespace waycast
