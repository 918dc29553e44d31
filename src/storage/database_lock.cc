#include "storage/database_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>
#include <set>

#include "storage/private_file.h"

namespace waycast {
namespace {

// The files that this process holds.
struct Registry {
  std::mutex mutex;
  std::set<std::pair<dev_t, ino_t>> files;
};

Registry& registry() {
  static Registry all;
  return all;
}

std::unexpected<Error> in_use(const std::string& database_path) {
  return fail(Code::kDatabase, "another Waycast is using " + database_path +
                                   ", perhaps under another name (a link, a moved folder)");
}

bool is_held_here(const std::string& path) {
  struct stat found{};
  return ::stat(path.c_str(), &found) == 0 &&
         registry().files.contains({found.st_dev, found.st_ino});
}

// SQLite puts its other files beside the file that a symbolic link names.
std::string real_path(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

}  // namespace

bool DatabaseLock::is_held(const std::string& database_path) {
  const int descriptor = ::open((real_path(database_path) + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool is_held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
  ::close(descriptor);
  return is_held;
}

Result<DatabaseLock> DatabaseLock::acquire(const std::string& database_path) {
  if (database_path == ":memory:") {
    return fail(Code::kDatabase, "a server needs a database file, not :memory:");
  }
  const std::string path = real_path(database_path);
  DatabaseLock lock;
  if (auto held = lock.hold(path + ".lock", database_path); !held) {
    return std::unexpected(held.error());
  }
  if (auto held = lock.hold(path, database_path); !held) return std::unexpected(held.error());
  for (const char* suffix : {"-wal", "-shm", "-journal"}) close_to_strangers(path + suffix);
  return lock;
}

Result<void> DatabaseLock::hold(const std::string& path, const std::string& database_path) {
  const std::lock_guard guard(registry().mutex);
  if (is_held_here(path)) return in_use(database_path);
  const auto descriptor = open_private_file(path);
  if (!descriptor) return std::unexpected(descriptor.error());
  struct stat found{};
  if (::fstat(*descriptor, &found) != 0 || ::flock(*descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(*descriptor);
    return in_use(database_path);
  }
  held_.push_back({*descriptor, {found.st_dev, found.st_ino}});
  registry().files.insert(held_.back().file);
  return {};
}

DatabaseLock& DatabaseLock::operator=(DatabaseLock&& other) noexcept {
  std::swap(held_, other.held_);
  return *this;
}

DatabaseLock::~DatabaseLock() {
  const std::lock_guard guard(registry().mutex);
  for (const Held& one : held_) {
    registry().files.erase(one.file);
    ::close(one.descriptor);
  }
}

}  // namespace waycast
