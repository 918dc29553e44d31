// Sample rows in a SQLite file that nobody has open.
#pragma once

#include <string>

#include "storage/seed.h"
#include "storage/sqlite_store.h"

namespace waycast::testing {

// Opens and closes the file around `fill`, which is seed_database() or seed_simulation().
inline Result<int> seed_file(const std::string& path, int pilots, TimePoint now,
                             Result<int> (*fill)(Store&, int, TimePoint) = seed_database) {
  const auto store =
      SqliteStore::open({.path = path, .begins_as_only_server = false}, ManualClock(now));
  if (!store) return std::unexpected(store.error());
  return fill(**store, pilots, now);
}

}  // namespace waycast::testing
