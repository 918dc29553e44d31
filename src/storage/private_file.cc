#include "storage/private_file.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace waycast {
namespace {

constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;

bool is_open_to_strangers(const struct stat& file) {
  return S_ISREG(file.st_mode) && (file.st_mode & S_IRWXO) != 0;
}

void tell(const std::string& path, bool is_closed) {
  if (is_closed) {
    spdlog::warn("{} was readable by all: it is its owner's only now", path);
  } else {
    spdlog::warn("{} is readable by all, and that cannot be changed: {}", path,
                 std::generic_category().message(errno));
  }
}

}  // namespace

Result<int> open_private_file(const std::string& path) {
  int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kPrivate);
  if (file >= 0) {
    (void)::fchmod(file, kPrivate);  // the umask may have taken the owner's bits
    return file;
  }
  file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kPrivate);
  if (file < 0) {
    return fail(Code::kDatabase,
                "cannot open " + path + ": " + std::generic_category().message(errno));
  }
  struct stat found{};
  if (::fstat(file, &found) == 0 && is_open_to_strangers(found)) {
    tell(path, ::fchmod(file, kPrivate) == 0);
  }
  return file;
}

void close_to_strangers(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0 || !is_open_to_strangers(found)) return;
  tell(path, ::chmod(path.c_str(), kPrivate) == 0);
}

}  // namespace waycast
