#include "storage/database_lock.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "storage/sqlite/session.h"
#include "storage/testing/seed_file.h"

namespace waycast {
namespace {

namespace fs = std::filesystem;

class DatabaseFile : public ::testing::Test {
 protected:
  DatabaseFile()
      : folder_(fs::temp_directory_path() / ("waycast-lock-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~DatabaseFile() override { fs::remove_all(folder_); }

  std::string file(const std::string& name) const { return folder_ / name; }
  static mode_t mode_of(const std::string& path) {
    struct stat found{};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
  }
  // What another program finds out.
  static std::string output_of(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::string out(1000, '\0');
    out.resize(std::fread(out.data(), 1, out.size(), pipe));
    ::pclose(pipe);
    return out;
  }
  static bool is_locked_elsewhere(const std::string& path) {
    return output_of("flock --nonblock '" + path + "' echo free") != "free\n";
  }

  const fs::path folder_;
  const std::string path_ = folder_ / "waycast.db";
  const TimePoint now_{Duration{1'767'225'600'000}};
};

TEST_F(DatabaseFile, IsHeldByWhateverName) {
  const auto lock = DatabaseLock::acquire(path_);
  ASSERT_TRUE(lock);
  fs::create_symlink(path_, file("link.db"));
  fs::create_hard_link(path_, file("twin.db"));
  fs::create_directory_symlink(folder_, folder_.string() + "-link");
  const std::string relative = fs::relative(path_);
  for (const std::string& name :
       {path_, file("link.db"), file("twin.db"), folder_.string() + "-link/waycast.db", relative,
        file("./../") + folder_.filename().string() + "/waycast.db"}) {
    const auto second = DatabaseLock::acquire(name);
    ASSERT_FALSE(second) << name;
    EXPECT_NE(second.error().message.find("another Waycast is using " + name), std::string::npos);
  }
  fs::remove(folder_.string() + "-link");
}

TEST_F(DatabaseFile, IsHeldAgainstOtherProcessesAlsoInARenamedFolder) {
  const std::string moved = folder_.string() + "-moved";
  {
    const auto lock = DatabaseLock::acquire(path_);
    ASSERT_TRUE(lock);
    fs::create_hard_link(path_, file("twin.db"));
    fs::rename(folder_, moved);
    for (const char* name : {"/waycast.db", "/waycast.db.lock", "/twin.db"}) {
      EXPECT_TRUE(is_locked_elsewhere(moved + name)) << name;
    }
  }
  EXPECT_FALSE(is_locked_elsewhere(moved + "/waycast.db"));
  EXPECT_TRUE(DatabaseLock::acquire(moved + "/twin.db"));
  fs::rename(moved, folder_);
}

TEST_F(DatabaseFile, ANewFileUnderTheNameOfOneInUseIsNotBegun) {
  const auto lock = DatabaseLock::acquire(path_);
  ASSERT_TRUE(lock);
  fs::remove(path_);
  EXPECT_FALSE(DatabaseLock::acquire(path_));
  EXPECT_FALSE(fs::exists(path_));
}

// The locks that SQLite has in this process are not lost to the question.
TEST_F(DatabaseFile, AskingForAFileInUseTakesNoLockFromSqlite) {
  const auto lock = DatabaseLock::acquire(path_);
  const auto session = sqlite::Session::open({.path = path_}, now_);
  ASSERT_TRUE(session);
  EXPECT_FALSE(DatabaseLock::acquire(path_));
  const auto alone = "sqlite3 '" + path_ + "' 'PRAGMA journal_mode = DELETE'";
  EXPECT_NE(output_of(alone), "delete\n") << "needs the file for itself";
}

TEST_F(DatabaseFile, IsItsOwnersOnlyWhateverTheUmask) {
  const mode_t before = ::umask(0);
  ASSERT_TRUE(testing::seed_file(path_, 1, now_));
  const auto lock = DatabaseLock::acquire(path_);
  const auto session = sqlite::Session::open({.path = path_}, now_);
  ::umask(before);
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    EXPECT_EQ(mode_of(path_ + suffix), 0600U) << suffix;
  }
}

TEST_F(DatabaseFile, OfAnOlderVersionIsClosedToAllAndAGroupsStays) {
  for (const char* suffix : {"", "-wal", ".lock"}) {
    std::ofstream(path_ + suffix).close();
    ASSERT_EQ(::chmod((path_ + suffix).c_str(), 0644), 0);
  }
  {
    const auto lock = DatabaseLock::acquire(path_);
  }
  for (const char* suffix : {"", "-wal", ".lock"}) {
    EXPECT_EQ(mode_of(path_ + suffix), 0600U) << suffix;
  }
  ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
  {
    const auto lock = DatabaseLock::acquire(path_);
  }
  EXPECT_EQ(mode_of(path_), 0640U) << "somebody wants a group to read it";
}

TEST_F(DatabaseFile, MemoryIsNone) { EXPECT_FALSE(DatabaseLock::acquire(":memory:")); }

}  // namespace
}  // namespace waycast
