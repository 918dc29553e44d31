// Two servers never share a database: whoever serves or seeds one holds the file itself, by
// whatever name it was opened (a link, another folder), and `PATH.lock` beside it, so that neither
// may another server begin a new file under the name of one in use. Programs that only read need no
// lock.
//
// These are locks of flock(2), which do not meet those that SQLite sets with fcntl(2). But closing
// any descriptor of the file ends the latter for the whole process: the lock has to outlive every
// SQLite connection, and a process asks itself first before it opens a file that it may have open.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace waycast {

class DatabaseLock {
 public:
  // Makes the database file if there is none, readable by its owner only. Fails, with a message for
  // the operator, while somebody holds it.
  static Result<DatabaseLock> acquire(const std::string& database_path);
  // Whether another process holds it now; makes no file.
  static bool is_held(const std::string& database_path);
  DatabaseLock(DatabaseLock&& other) noexcept = default;
  DatabaseLock& operator=(DatabaseLock&& other) noexcept;
  ~DatabaseLock();  // releases; the files stay

 private:
  using FileId = std::pair<dev_t, ino_t>;

  DatabaseLock() = default;
  Result<void> hold(const std::string& path, const std::string& database_path);

  struct Held {
    int descriptor;
    FileId file;
  };
  std::vector<Held> held_;
};

}  // namespace waycast
