// A server that dies in the middle of its work: whatever was answered is there afterwards.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>

#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

constexpr int kPilots = 200;  // more than are written to their rows at once

const TimePoint kBeforeTheCrash{Duration{1'767'225'600'000}};

// What the dying process does; every answered point's number goes down the pipe.
[[noreturn]] void store_until_killed(const SqliteSettings& settings, int answers,
                                     PointRow (*make)(int)) {
  const SystemClock clock;
  ThreadLoop loop(clock);
  auto store = SqliteStore::open(settings, clock);
  if (!store) ::_exit(1);
  for (int number = 0;; ++number) {
    (*store)->append_point(make(number), {&loop, true, [answers, number](Result<void> stored) {
                                            if (!stored) ::_exit(2);
                                            (void)!::write(answers, &number, sizeof number);
                                          }});
    if (number % 50 == 0) std::this_thread::sleep_for(1ms);
  }
}

// Each pilot moves on with every round of the fleet.
PointRow moving(int number) {
  const int round = number / kPilots;
  PointRow row =
      point_of(number % kPilots, kBeforeTheCrash + 1s + round * 1s, {round * 1e-3, 72.5});
  row.location.speed = round;
  return row;
}

PointRow moving_without_booking(int number) {
  PointRow row = moving(number);
  row.booking_id = {};
  return row;
}

class SqliteCrash : public ::testing::Test {
 protected:
  SqliteCrash() {
    EXPECT_EQ(testing::seed_file(path, kPilots, kBeforeTheCrash), kPilots);
    settings.path = path;
    settings.track_tail = 300;                         // folds are under way all the time
    settings.position_interval = Duration{3'600'000};  // and rows are hardly ever written
  }

  // Runs a server until it has answered `count` points, and kills it. The number of the last one
  // answered; every one before was answered too.
  int kill_after(int count, PointRow (*make)(int)) {
    std::array<int, 2> pipe_ends{};
    EXPECT_EQ(::pipe2(pipe_ends.data(), O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) store_until_killed(settings, pipe_ends[1], make);
    ::close(pipe_ends[1]);
    int last = -1;
    for (int number = 0; ::read(pipe_ends[0], &number, sizeof number) == sizeof number;) {
      last = std::max(last, number);
      if (last == count) ::kill(child, SIGKILL);
    }
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "exit status " << WEXITSTATUS(status);
    return last;
  }

  // After the last fork: a process with threads must not be forked.
  void reopen() {
    loop = std::make_unique<ThreadLoop>(clock);
    store = std::move(SqliteStore::open(settings, clock).value());
  }
  template <class Op>
  auto read(Op op) {
    return StoreCaller(*store, *loop).read(std::move(op));
  }

  const SystemClock clock;
  TempFolder folder;
  const std::string path = folder.file("waycast.db");
  SqliteSettings settings;
  std::unique_ptr<ThreadLoop> loop;
  std::unique_ptr<SqliteStore> store;
};

TEST_F(SqliteCrash, AnsweredPointsAreInTheTrackAndInTheRows) {
  const int last = kill_after(5'000, moving);
  reopen();
  for (int number = 0; number < kPilots; ++number) {
    const int rounds = (last - number) / kPilots + 1;
    const BookingId id(numbered("booking", number));
    const auto track = read([&](StoreReads& r) { return r.track(id); });
    ASSERT_GE(track->size(), static_cast<std::size_t>(1 + rounds)) << number;
    for (const HistoryEntry& entry : *track) {
      if (!entry.at) continue;
      EXPECT_NEAR(entry.speed.value_or(-1), entry.at->lat * 1e3, 1e-6);
    }
    const auto booking = read([&](StoreReads& r) { return r.booking(id); });
    EXPECT_EQ((*booking)->current, track->back().at) << number;
    const PilotId pilot(numbered("pilot", number));
    const auto row = read([&](StoreReads& r) { return r.pilot(pilot); });
    EXPECT_EQ((*row)->current, track->back().at) << number;
    EXPECT_EQ((*row)->last_location_at, track->back().created_at) << number;
  }
}

TEST_F(SqliteCrash, AnAnsweredPointWithoutABookingIsInItsRow) {
  const int last = kill_after(5'000, moving_without_booking);
  reopen();
  for (int number = 0; number < kPilots; ++number) {
    const int round = (last - number) / kPilots;
    const PilotId pilot(numbered("pilot", number));
    const auto row = read([&](StoreReads& r) { return r.pilot(pilot); });
    EXPECT_GE((*row)->last_location_at.value_or(TimePoint{}), kBeforeTheCrash + 1s + round * 1s)
        << number;
  }
}

TEST_F(SqliteCrash, CrashesInARowLoseNothing) {
  int most = 0;
  for (int run = 0; run < 3; ++run) most = std::max(most, kill_after(1'000 + run * 700, moving));
  reopen();
  const auto track = read([](StoreReads& r) { return r.track(BookingId("booking-000000")); });
  EXPECT_GE(track->size(), static_cast<std::size_t>(2 + most / kPilots));
}

}  // namespace
}  // namespace waycast
