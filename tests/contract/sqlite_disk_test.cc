// What the disk sees and says: a sync before every answer, a file that cannot grow, and a lock of
// another process.
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <map>
#include <mutex>
#include <utility>

#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

const TimePoint kNow{Duration{1'767'225'600'000}};

// SQLite's own files, with their syncs counted.
class CountedSyncs {
 public:
  CountedSyncs() {
    plain_ = sqlite3_vfs_find(nullptr);
    counting_ = *plain_;
    counting_.zName = "counted-syncs";
    counting_.xOpen = open;
    sqlite3_vfs_register(&counting_, 1);
  }
  ~CountedSyncs() {
    sqlite3_vfs_register(plain_, 1);
    sqlite3_vfs_unregister(&counting_);
  }
  CountedSyncs(const CountedSyncs&) = delete;
  CountedSyncs& operator=(const CountedSyncs&) = delete;
  int count() const { return syncs_; }

 private:
  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
    const int code = plain_->xOpen(plain_, name, file, flags, out);
    if (file->pMethods == nullptr) return code;
    const std::lock_guard lock(mutex_);
    const auto [methods, is_new] = methods_.try_emplace(file->pMethods, *file->pMethods);
    if (is_new) sync_ = std::exchange(methods->second.xSync, count_sync);
    file->pMethods = &methods->second;
    return code;
  }
  static int count_sync(sqlite3_file* file, int flags) {
    const int code = sync_.load()(file, flags);
    if (code == SQLITE_OK) ++syncs_;
    return code;
  }

  static inline sqlite3_vfs* plain_ = nullptr;
  static inline std::atomic<int (*)(sqlite3_file*, int)> sync_{nullptr};
  static inline std::mutex mutex_;
  static inline std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods_;  // by the plain
  static inline std::atomic<int> syncs_{0};
  sqlite3_vfs counting_{};
};

// A file of this process that would grow beyond `bytes` cannot be written.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit tight{bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

// Another program that holds the file's write lock until it is told to end.
class LockingProcess {
 public:
  explicit LockingProcess(const std::string& path) {
    EXPECT_EQ(::pipe(ready_.data()), 0);
    child_ = ::fork();
    if (child_ != 0) {
      char byte = 0;
      EXPECT_EQ(::read(ready_[0], &byte, 1), 1);
      EXPECT_EQ(byte, '1');
      return;
    }
    sqlite3* handle = nullptr;
    sqlite3_open(path.c_str(), &handle);
    const bool locked = sqlite3_exec(handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == 0;
    (void)!::write(ready_[1], locked ? "1" : "0", 1);
    for (;;) ::pause();
  }
  ~LockingProcess() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    for (const int end : ready_) ::close(end);
  }
  LockingProcess(const LockingProcess&) = delete;
  LockingProcess& operator=(const LockingProcess&) = delete;

 private:
  std::array<int, 2> ready_{};
  pid_t child_ = -1;
};

class SqliteDisk : public ::testing::Test {
 protected:
  SqliteDisk() { EXPECT_EQ(testing::seed_file(path, 3, kNow), 3); }
  void open() {
    loop = std::make_unique<ThreadLoop>(clock);
    store = std::move(SqliteStore::open({.path = path, .busy_timeout = 20ms}, clock).value());
  }
  Result<void> append(int second) {
    return StoreCaller(*store, *loop).append(point_of(0, kNow + second * 1s, {second * 1.0, 2}));
  }
  Result<void> fill(const std::string& key) {
    return StoreCaller(*store, *loop).write([&](StoreWrites& writes) {
      return writes.put_idempotent_answer("fill", key, std::string(50'000, 'x'), kNow);
    });
  }
  std::size_t track_size() {
    return StoreCaller(*store, *loop)
        .read([](StoreReads& reads) { return reads.track(BookingId("booking-000000")); })
        ->size();
  }

  const SystemClock clock;
  TempFolder folder;
  const std::string path = folder.file("waycast.db");
  std::unique_ptr<ThreadLoop> loop;
  std::unique_ptr<SqliteStore> store;
};

TEST_F(SqliteDisk, EveryAnswerComesAfterASync) {
  const CountedSyncs syncs;
  open();
  for (int second = 1; second <= 20; ++second) {
    const int before = syncs.count();
    ASSERT_TRUE(append(second));
    EXPECT_GT(syncs.count(), before);
  }
  store.reset();
}

TEST_F(SqliteDisk, AFullDiskRefusesUntilThereIsRoom) {
  open();
  ASSERT_TRUE(append(1));
  int filled = 0;
  {
    const FileSizeLimit full(1'000'000);
    while (filled < 100 && fill(std::to_string(filled))) ++filled;
    ASSERT_LT(filled, 100);
    Result<void> refused;
    for (int second = 2; second < 1'000 && refused; ++second) refused = append(second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::kDatabase);
    EXPECT_GE(track_size(), 2U);  // reads go on
  }
  const std::size_t before = track_size();
  EXPECT_TRUE(append(2'000));
  EXPECT_TRUE(fill("again"));
  EXPECT_EQ(track_size(), before + 1);
}

TEST_F(SqliteDisk, ALockOfAnotherProcessIsAnErrorUntilItIsGone) {
  auto other = std::make_unique<LockingProcess>(path);
  loop = std::make_unique<ThreadLoop>(clock);
  EXPECT_FALSE(SqliteStore::open({.path = path, .busy_timeout = 20ms}, clock));
  other.reset();
  open();
  EXPECT_TRUE(append(1));
}

}  // namespace
}  // namespace waycast
