// What the commit engine (writer.h) asks of a database: transactions on one connection, and what
// happens inside them. A backend implements it; the engine knows none.
//
// Used by one thread. A transaction is made of any number of points and operations, each operation
// in a savepoint of its own, so that one that is refused or fails leaves the others alone.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/function.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

class WriteSession {
 public:
  using Operation = UniqueFunction<bool(WriteSession&)>;  // false: what it wrote is undone

  virtual ~WriteSession() = default;

  // An error leaves no transaction behind.
  virtual Result<void> begin() = 0;
  // An error leaves no transaction behind: everything since begin() is undone.
  virtual Result<void> commit(SteadyTime now) = 0;
  virtual void rollback() = 0;

  // Inside a transaction. Points are stored all or none; those that are stored already count as
  // duplicates. The rows of the first live until the transaction has ended; a batch came as one
  // operation, from a device that may send it again.
  virtual Result<AppendOutcome> append(const std::vector<const PointRow*>& points) = 0;
  virtual Result<AppendOutcome> append_batch(const std::vector<PointRow>& points) = 0;
  virtual StoreWrites& writes() = 0;
  // Runs `operation` in a savepoint; whether it was kept. An error: the transaction is lost.
  virtual Result<bool> run(Operation& operation) = 0;

  // Nothing waits to be written: the next commit is to do what earlier ones put off. False: they
  // put nothing off.
  virtual bool take_up_put_off() = 0;
  // Nothing waits, and no transaction is open: time for what a backend does for its own files.
  virtual void rest() = 0;
};

}  // namespace waycast
