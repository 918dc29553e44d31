// What the SQLite file backend promises beyond the common suite: restart, locks, a full disk.
#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

// Another program on the same file.
class OtherProcess {
 public:
  explicit OtherProcess(const std::string& path) { sqlite3_open(path.c_str(), &handle_); }
  ~OtherProcess() { sqlite3_close(handle_); }
  int run(const std::string& sql) {
    return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  }
  std::int64_t number(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr);
    const std::int64_t value =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return value;
  }

 private:
  sqlite3* handle_ = nullptr;
};

class SqliteFailures : public ::testing::Test {
 protected:
  SqliteFailures() : loop(clock) {
    EXPECT_EQ(testing::seed_file(path, 3, now), 3);
    settings.path = path;
    settings.busy_timeout = 20ms;
  }
  std::unique_ptr<SqliteStore> open() {
    return std::move(SqliteStore::open(settings, clock).value());
  }

  const SystemClock clock;
  const TimePoint now{Duration{1'767'225'600'000}};
  TempFolder folder;
  const std::string path = folder.file("waycast.db");
  ThreadLoop loop;
  SqliteSettings settings;
};

TEST_F(SqliteFailures, AFileThatIsNoDatabaseIsNamed) {
  const std::string broken = folder.file("broken.db");
  std::ofstream(broken) << std::string(8192, 'x');
  settings.path = broken;
  const auto opened = SqliteStore::open(settings, clock);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message, "database " + broken + ": file is not a database");
  const auto migrated = migrate_database(broken, now);
  ASSERT_FALSE(migrated);
  EXPECT_EQ(migrated.error().message, "database " + broken + ": file is not a database");
}

TEST_F(SqliteFailures, SeedingAgainAddsNothing) { EXPECT_EQ(testing::seed_file(path, 3, now), 0); }

TEST_F(SqliteFailures, AnAnsweredPointIsVisibleToOtherProcesses) {
  const auto store = open();
  StoreCaller call(*store, loop);
  ASSERT_TRUE(call.append(point_of(0, now + 1s, {1, 2})));
  OtherProcess other(path);
  EXPECT_EQ(other.number("SELECT COUNT(*) FROM tracking_history WHERE lat = 1.0"), 1);
  EXPECT_EQ(other.number("SELECT currentLng FROM pilots WHERE id = 'pilot-000000'"), 2);
}

TEST_F(SqliteFailures, EverythingAcceptedSurvivesAStop) {
  {
    const auto store = open();
    for (int i = 0; i < 1000; ++i) {
      store->append_point(point_of(i % 3, now + i * 1s, {i * 0.01, 2}), {});
    }
    store->stop();
  }
  settings.track_tail = 100;
  const auto store = open();
  StoreCaller call(*store, loop);
  const auto track = [&] {
    return call.read([](StoreReads& r) { return r.track(BookingId("booking-000000")); })->size();
  };
  EXPECT_EQ(track(), 1U + 334U);
  ASSERT_TRUE(call.append(point_of(0, now + 5000s, {1, 2})));
  EXPECT_EQ(track(), 1U + 335U);
  const auto pilot = call.read([](StoreReads& r) { return r.pilot(PilotId("pilot-000000")); });
  EXPECT_EQ((*pilot)->current, (LatLng{1, 2}));
}

TEST_F(SqliteFailures, AcceptsFromSeveralThreadsHaveOneWinner) {
  const auto store = open();
  StoreCaller call(*store, loop);
  constexpr int kBookings = 3;
  ASSERT_TRUE(call.write([&](StoreWrites& w) -> Result<void> {
    for (int i = 0; i < kBookings; ++i) {
      auto over = change_status(w, {.booking_id = BookingId(numbered("booking", i)),
                                    .to = BookingStatus::kArrivedDrop,
                                    .by_pilot = {},
                                    .by_user = {},
                                    .otp = {},
                                    .reason = {},
                                    .delivery_photo = {},
                                    .at = now});
      if (!over) return std::unexpected(over.error());
      over = change_status(w, {.booking_id = BookingId(numbered("booking", i)),
                               .to = BookingStatus::kDelivered,
                               .by_pilot = {},
                               .by_user = {},
                               .otp = {},
                               .reason = {},
                               .delivery_photo = {},
                               .at = now});
      if (!over) return std::unexpected(over.error());
      const auto online = w.set_pilot_online(PilotId(numbered("pilot", i)), true, now);
      if (!online) return online;
      const auto made = add_booking(w, pending_booking(numbered("race", i), 0, now));
      if (!made) return std::unexpected(made.error());
    }
    return {};
  }));
  std::atomic<int> winners{0};
  std::vector<std::thread> pilots;
  for (int pilot = 0; pilot < 3; ++pilot) {
    pilots.emplace_back([&, pilot] {
      for (int i = 0; i < kBookings; ++i) {
        AcceptRequest request;
        request.booking_id = BookingId(numbered("race", i));
        request.pilot_id = PilotId(numbered("pilot", pilot));
        request.at = now;
        if (call.write([&](StoreWrites& w) { return accept_booking(w, request); })) ++winners;
      }
    });
  }
  for (std::thread& pilot : pilots) pilot.join();
  // Every booking has a pilot and every pilot has a booking: three of nine accepts won.
  EXPECT_EQ(winners, kBookings);
  const auto left = call.read([](StoreReads& r) { return r.unfinished_bookings(); });
  ASSERT_EQ(left->size(), std::size_t{kBookings});
  for (const BookingDetails& details : *left) EXPECT_TRUE(details.booking.pilot_id);
}

TEST_F(SqliteFailures, TwoServersNeverShareAFile) {
  const auto store = open();
  const auto second = SqliteStore::open(settings, clock);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("another Waycast is using"), std::string::npos);
}

TEST_F(SqliteFailures, ANewerSchemaIsRefused) {
  OtherProcess(path).run("INSERT INTO waycast_migrations VALUES (999, 'later', '')");
  const auto store = SqliteStore::open(settings, clock);
  ASSERT_FALSE(store);
  EXPECT_NE(store.error().message.find("schema version 999"), std::string::npos);
}

TEST_F(SqliteFailures, ALockedFileIsAnErrorUntilItIsFree) {
  const auto store = open();
  StoreCaller call(*store, loop);
  OtherProcess other(path);
  ASSERT_EQ(other.run("BEGIN IMMEDIATE"), SQLITE_OK);
  EXPECT_EQ(call.append(point_of(0, now + 1s, {1, 2})).error().code, Code::kDatabase);
  const auto go_online = [&](StoreWrites& w) {
    return w.set_pilot_online(PilotId("pilot-000000"), true, now);
  };
  EXPECT_EQ(call.write(go_online).error().code, Code::kDatabase);
  ASSERT_EQ(other.run("ROLLBACK"), SQLITE_OK);
  EXPECT_TRUE(call.append(point_of(0, now + 1s, {1, 2})));
  EXPECT_TRUE(call.write(go_online));
  EXPECT_GE(store->counters().failures, 1U);
}

TEST_F(SqliteFailures, AFullDiskIsAnErrorUntilThereIsRoom) {
  settings.max_pages = 1;  // SQLite takes the present size instead
  const auto store = open();
  StoreCaller call(*store, loop);
  const auto fill = [&](const std::string& id, std::size_t size) {
    return call.write([&](StoreWrites& w) {
      return w.put_idempotent_answer("fill", id, std::string(size, 'x'), now);
    });
  };
  EXPECT_EQ(fill("big", 1'000'000).error().code, Code::kDatabase);

  // A member that does not fit does not fail the others of its group.
  auto big = call.start_write([&](StoreWrites& w) {
    return w.put_idempotent_answer("fill", "big", std::string(1'000'000, 'x'), now);
  });
  auto small = call.start_write(
      [&](StoreWrites& w) { return w.set_pilot_online(PilotId("pilot-000001"), true, now); });
  EXPECT_EQ(big.get().error().code, Code::kDatabase);
  EXPECT_TRUE(small.get());
}

TEST_F(SqliteFailures, AFullQueueRefusesPoints) {
  settings.group.max_points = 1;
  settings.group.point_wait = 20s;
  const auto store = open();
  std::promise<Code> refused;
  store->append_point(point_of(0, now + 1s, {1, 2}), {});
  store->append_point(point_of(0, now + 2s, {1, 2}), {&loop, false, [&](Result<void> result) {
                                                        refused.set_value(result.error().code);
                                                      }});
  EXPECT_EQ(refused.get_future().get(), Code::kUnavailable);
}

}  // namespace
}  // namespace waycast
