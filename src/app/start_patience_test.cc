#include "app/start_patience.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "app/open_store.h"
#include "storage/sqlite/connection.h"
#include "storage/testing/seed_file.h"

namespace waycast::app {
namespace {

class StartPatienceTest : public ::testing::Test {
 protected:
  StartPatienceTest() {
    std::filesystem::create_directories(folder_);
    settings_.database = "sqlite:" + path_;
    settings_.sqlite.busy_timeout = Duration{10};
    EXPECT_EQ(waycast::testing::seed_file(path_, 1, clock_.now()), 1);
    other_ = std::move(
        sqlite::Connection::open(path_, sqlite::OpenMode::kReadWrite, Duration{10}).value());
  }
  ~StartPatienceTest() override {
    other_.reset();
    std::filesystem::remove_all(folder_);
  }

  void other_runs(const char* sql) { ASSERT_TRUE(other_->script(sql)); }
  std::string refusal(const StartPatience& patience) {
    const auto open = [this] { return open_store(settings_, OpenFor::kServer, clock_); };
    const auto store = open_patiently(open, clock_, patience);
    return store ? "" : store.error().message;
  }

  const SystemClock clock_;
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("waycast-patience-" + std::to_string(getpid()));
  const std::string path_ = folder_ / "waycast.db";
  Settings settings_;
  const std::string locked_ = "database " + path_ + ": database is locked by another process";
  std::unique_ptr<sqlite::Connection> other_;
};

TEST_F(StartPatienceTest, WaitsForALock) {
  other_runs("BEGIN EXCLUSIVE");
  int waits = 0;
  const StartPatience patience{.lock_wait = std::chrono::minutes{5}, .stop_within = [&](Duration) {
                                 if (++waits == 3) other_runs("COMMIT");
                                 return false;
                               }};
  EXPECT_EQ(refusal(patience), "");
  EXPECT_EQ(waits, 3);
}

TEST_F(StartPatienceTest, NotForEver) {
  other_runs("BEGIN EXCLUSIVE");
  EXPECT_EQ(refusal({.lock_wait = Duration{1}, .stop_within = [](Duration) { return false; }}),
            locked_ + ", still after 1ms");
}

TEST_F(StartPatienceTest, NotOnceItIsToStop) {
  other_runs("BEGIN EXCLUSIVE");
  int waits = 0;
  EXPECT_EQ(refusal({.lock_wait = std::chrono::minutes{5},
                     .stop_within = [&](Duration) { return ++waits == 2; }}),
            locked_);
  EXPECT_EQ(waits, 2);
}

TEST_F(StartPatienceTest, NotForWhatWaitingDoesNotHeal) {
  other_runs("INSERT INTO waycast_migrations VALUES (999, 'later', '')");
  const StartPatience patience{.lock_wait = std::chrono::minutes{5}, .stop_within = [](Duration) {
                                 ADD_FAILURE() << "it waits";
                                 return true;
                               }};
  EXPECT_NE(refusal(patience).find("schema version 999"), std::string::npos);
}

TEST_F(StartPatienceTest, WaitsUntilEverythingIsLoadedOrItIsToStop) {
  const auto store = open_store(settings_, OpenFor::kServer, clock_);
  ASSERT_TRUE(store);
  std::promise<void> loaded;
  const auto future = loaded.get_future();
  const auto await = [&](bool stops) {
    return await_loaded(future, **store, clock_,
                        {.lock_wait = {}, .stop_within = [stops](Duration) { return stops; }});
  };
  EXPECT_FALSE(await(true));
  loaded.set_value();
  EXPECT_TRUE(await(false));
}

}  // namespace
}  // namespace waycast::app
