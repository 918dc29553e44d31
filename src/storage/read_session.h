// What the readers (reader_pool.h) ask of a database: one connection, and one state of the database
// for as long as a batch of reads takes. A backend implements it; the pool knows none.
#pragma once

#include <optional>

#include "base/error.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

// Used by one thread, but for log_failures().
class ReadSession {
 public:
  virtual ~ReadSession() = default;
  // Every read until end() sees one state, and nothing that is not committed. end() follows in any
  // case. Each may see for a pilot whom it asks for a later state, never an older one.
  virtual Result<StoreReads*> begin() = 0;
  virtual void end() = 0;
  // What failed since the last call, in words for the operator; nothing if nothing did.
  virtual std::optional<Error> take_problem() = 0;
  virtual void log_failures(bool on) = 0;  // any thread
};

}  // namespace waycast
