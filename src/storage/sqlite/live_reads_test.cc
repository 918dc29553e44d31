// What readers see of positions while the writer goes on.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "storage/seed.h"
#include "storage/sqlite/session.h"

namespace waycast::sqlite {
namespace {

class LiveReads : public ::testing::Test {
 protected:
  LiveReads() {
    std::filesystem::create_directories(folder);
    session = std::move(*Session::open({.path = folder / "waycast.db"}, now));
    EXPECT_TRUE(session->begin());
    EXPECT_TRUE(seed_basics(session->writes(), now));
    EXPECT_TRUE(seed_rows(session->writes(), 0, 2, now));
    EXPECT_TRUE(session->commit(SteadyTime{}));
    reader =
        std::move(*Connection::open(folder / "waycast.db", OpenMode::kReadOnly, Duration{1'000}));
  }
  ~LiveReads() override {
    reader.reset();
    session.reset();
    std::filesystem::remove_all(folder);
  }

  void store_position(LatLng at) {
    EXPECT_TRUE(session->begin());
    PointRow point{.pilot_id = PilotId("pilot-000000")};
    point.location.at = at;
    point.recorded_at = now + Duration{5'000};
    EXPECT_TRUE(session->append_batch({point}));
    EXPECT_TRUE(session->take_up_put_off());
    EXPECT_TRUE(session->commit(SteadyTime{}));
    EXPECT_FALSE(session->take_up_put_off());
  }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("waycast-live-reads-" + std::to_string(getpid()));
  const TimePoint now{Duration{1'767'225'600'000}};
  std::unique_ptr<Session> session;
  std::unique_ptr<Connection> reader;
};

TEST_F(LiveReads, APositionWrittenDuringATransactionIsNotMissed) {
  SqliteReads reads(*reader, session->positions());
  const LatLng stored{23.5, 72.5};
  ASSERT_TRUE(reader->run("BEGIN"));
  ASSERT_TRUE(reads.user(UserId("user-000000")));  // the transaction's state is that of now
  store_position(stored);
  const Principal who{.role = Role::kPilot, .id = "pilot-000000", .name = {}, .expires_at = {}};
  const auto snapshot = reads.principal(who, now, Duration{120'000});
  ASSERT_TRUE(snapshot && snapshot->last_position);
  EXPECT_EQ(snapshot->last_position->at, stored);
  const auto in_fleet = reads.fleet_pilot(PilotId("pilot-000000"));
  ASSERT_TRUE(in_fleet && *in_fleet);
  EXPECT_EQ((*in_fleet)->pilot.current, stored);
  ASSERT_TRUE(reader->run("COMMIT"));
}

}  // namespace
}  // namespace waycast::sqlite
