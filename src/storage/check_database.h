// What `waycast check` finds out about a SQLite file. It only reads: a server may be using the
// file.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace waycast {

enum class CheckDepth : std::uint8_t {
  kQuick,    // every page
  kThorough  // also every index against its table
};

struct DatabaseReport {
  unsigned mode = 0;  // of the file: 0640
  std::uint64_t bytes = 0;
  std::uint64_t log_bytes = 0;  // of the write-ahead log beside it
  bool is_served = false;       // a server, or another command, has it
  int schema_version = 0;       // 0: no Waycast has used it
  int newest_schema_version = 0;
  std::vector<std::pair<std::string, std::int64_t>> rows;  // of each table
  std::vector<std::string> problems;                       // what SQLite says of damage
};

// Fails, with a message for the operator, if the file cannot even be opened or is no database.
Result<DatabaseReport> check_database(const std::string& path, CheckDepth depth);

}  // namespace waycast
