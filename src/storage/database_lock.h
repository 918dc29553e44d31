// Two servers never share a database file: whoever serves or seeds one holds `PATH.lock`. Programs
// that only read the file need no lock.
#pragma once

#include <string>

#include "base/error.h"

namespace waycast {

class DatabaseLock {
 public:
  // Fails, with a message for the operator, while another process holds it.
  static Result<DatabaseLock> acquire(const std::string& database_path);
  // Whether another process holds it now; makes no file.
  static bool is_held(const std::string& database_path);
  DatabaseLock(DatabaseLock&& other) noexcept;
  DatabaseLock& operator=(DatabaseLock&& other) noexcept;
  ~DatabaseLock();  // releases; the file stays

 private:
  explicit DatabaseLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace waycast
