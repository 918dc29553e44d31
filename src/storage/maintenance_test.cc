#include "storage/maintenance.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "storage/database_lock.h"
#include "storage/sqlite/session.h"
#include "storage/testing/seed_file.h"

namespace waycast {
namespace {

class Maintenance : public ::testing::Test {
 protected:
  Maintenance()
      : folder_(std::filesystem::temp_directory_path() /
                ("waycast-maintenance-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~Maintenance() override { std::filesystem::remove_all(folder_); }

  Result<bool> put(const Admin& admin) {
    const auto store = SqliteStore::open({.path = path_}, ManualClock(now_));
    if (!store) return std::unexpected(store.error());
    return put_admin_account(**store, admin);
  }

  const std::filesystem::path folder_;
  const std::string path_ = folder_ / "waycast.db";
  const TimePoint now_{Duration{1'767'225'600'000}};
};

TEST_F(Maintenance, AnAdminOfTheSameEmailIsReplaced) {
  Admin admin = sample_admin(now_);
  admin.email = "ops@example.com";
  admin.password_hash = "first";
  EXPECT_EQ(put(admin), true);
  admin.id = AdminId("another");
  admin.password_hash = "second";
  EXPECT_EQ(put(admin), false);
  const auto session = sqlite::Session::open({.path = path_}, now_);
  ASSERT_TRUE(session);
  const auto stored = (*session)->writes().reads().admin_by_email("ops@example.com");
  ASSERT_TRUE(stored && *stored);
  EXPECT_EQ((*stored)->id, sample_admin(now_).id);
  EXPECT_EQ((*stored)->password_hash, "second");
}

TEST_F(Maintenance, AnAdminIsNotPutIntoAFileInUse) {
  const auto lock = DatabaseLock::acquire(path_);
  ASSERT_TRUE(lock);
  const auto refused = put(sample_admin(now_));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("another Waycast is using"), std::string::npos);
}

TEST_F(Maintenance, SeedingTwiceAddsOnlyWhatIsMissing) {
  EXPECT_EQ(testing::seed_file(path_, 3, now_), 3);
  EXPECT_EQ(testing::seed_file(path_, 5, now_), 2);
  EXPECT_EQ(testing::seed_file(path_, 2, now_, seed_simulation), 2);
  EXPECT_EQ(testing::seed_file(path_, 2, now_, seed_simulation), 0);
}

}  // namespace
}  // namespace waycast
