#include "storage/check_database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "storage/database_lock.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrate.h"
#include "storage/testing/seed_file.h"

namespace waycast {
namespace {

class CheckDatabase : public ::testing::Test {
 protected:
  CheckDatabase() {
    std::filesystem::create_directories(folder_);
    EXPECT_EQ(testing::seed_file(path_, 3, now_), 3);
  }
  ~CheckDatabase() override { std::filesystem::remove_all(folder_); }

  std::int64_t rows_of(const DatabaseReport& report, const std::string& table) {
    for (const auto& [name, count] : report.rows) {
      if (name == table) return count;
    }
    return -1;
  }

  // Overwrites the root page of `table`, when nothing of it is in the log.
  void damage(const std::string& table) {
    auto db = sqlite::Connection::open(path_, sqlite::OpenMode::kReadWrite, Duration{1'000});
    ASSERT_TRUE((*db)->script("PRAGMA wal_checkpoint(TRUNCATE)"));
    const auto page =
        (*db)->query("SELECT rootpage FROM sqlite_master WHERE name = ?1", table).value<int>();
    db->reset();
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(std::streamoff{*page - 1} * 4096);
    file << std::string(4096, '\x5a');
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("waycast-check-" + std::to_string(getpid()));
  const std::string path_ = folder_ / "waycast.db";
  const TimePoint now_{Duration{1'767'225'600'000}};
};

TEST_F(CheckDatabase, SaysWhatIsThere) {
  ::chmod(path_.c_str(), 0640);
  const auto report = check_database(path_, CheckDepth::kThorough);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->problems, std::vector<std::string>{});
  EXPECT_EQ(report->mode, 0640U);
  EXPECT_EQ(report->bytes, std::filesystem::file_size(path_));
  EXPECT_EQ(report->schema_version, sqlite::newest_schema_version());
  EXPECT_EQ(rows_of(*report, "pilots"), 3);
  EXPECT_EQ(rows_of(*report, "bookings"), 3);
  EXPECT_FALSE(report->is_served);
}

TEST_F(CheckDatabase, KnowsThatItIsServed) {
  const auto lock = DatabaseLock::acquire(path_);
  ASSERT_TRUE(lock);
  EXPECT_TRUE(check_database(path_, CheckDepth::kQuick)->is_served);
}

TEST_F(CheckDatabase, NamesDamageAndCountsTheRest) {
  damage("bookings");
  for (const auto depth : {CheckDepth::kQuick, CheckDepth::kThorough}) {
    const auto report = check_database(path_, depth);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->problems.empty());
    EXPECT_EQ(rows_of(*report, "pilots"), 3);
  }
}

TEST_F(CheckDatabase, AFileCutShortIsDamagedAllOfIt) {
  std::filesystem::resize_file(path_, 5'000);
  std::filesystem::remove(path_ + "-wal");
  const auto report = check_database(path_, CheckDepth::kQuick);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->problems, std::vector<std::string>{"database disk image is malformed"});
}

TEST_F(CheckDatabase, RefusesWhatIsNoDatabaseAndMakesNone) {
  const std::string missing = folder_ / "missing.db";
  EXPECT_EQ(check_database(missing, CheckDepth::kQuick).error().message,
            "database " + missing + ": No such file or directory");
  EXPECT_FALSE(std::filesystem::exists(missing));
  std::ofstream(path_) << std::string(8192, 'x');
  EXPECT_EQ(check_database(path_, CheckDepth::kQuick).error().message,
            "database " + path_ + ": file is not a database");
}

TEST_F(CheckDatabase, AnEmptyFileHasNoVersion) {
  const std::string empty = folder_ / "empty.db";
  std::ofstream(empty).flush();
  EXPECT_EQ(check_database(empty, CheckDepth::kQuick)->schema_version, 0);
}

}  // namespace
}  // namespace waycast
