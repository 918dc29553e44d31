// What one stored point costs the storage threads: CPU, user and system, commits and syncs
// included; the thread that makes the points up is not counted.
//
//   store_bench [--database PATH] [--keep] [--pilots 3000] [--rate 2000] [--seconds 20]
//               [--acknowledge] [--replay] [--interval 10000]
//
// `--replay` writes the same points, gathered as they would have been, back to back on one thread:
// repeatable, and fit for callgrind. `--keep` goes on with the database of an earlier run instead
// of seeding.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "base/thread_loop.h"
#include "storage/sqlite/session.h"
#include "storage/sqlite_store.h"
#include "storage/testing/seed_file.h"

namespace {

using namespace waycast;

constexpr int kSeededPilots = 15'000;

struct Options {
  std::string database = "/tmp/waycast-store-bench.db";
  int pilots = 3000;
  int rate = 2000;
  int seconds = 20;
  bool keep = false;
  bool acknowledge = false;
  bool replay = false;
  int interval = 10'000;  // between two writes of a row, ms
};

struct Cpu {
  double user = 0, system = 0;
  Cpu operator-(const Cpu& other) const { return {user - other.user, system - other.system}; }
};

Cpu cpu_of(int whose) {
  rusage usage{};
  getrusage(whose, &usage);
  const auto microseconds = [](timeval t) {
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
  };
  return {microseconds(usage.ru_utime), microseconds(usage.ru_stime)};
}

PointRow point_of(int pilot, int sequence, TimePoint now) {
  PointRow row;
  row.pilot_id = PilotId(numbered("pilot", pilot));
  row.booking_id = BookingId(numbered("booking", pilot));
  row.status = BookingStatus::kInTransit;
  row.location.at = {10.0 + sequence * 1e-6, 72.5714};
  row.location.heading = 90;
  row.location.speed = 25.5;
  row.recorded_at = now;
  return row;
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const auto is = [&](const char* name) { return std::strcmp(argv[i], name) == 0; };
    if (is("--database")) options.database = argv[++i];
    if (is("--pilots")) options.pilots = std::atoi(argv[++i]);
    if (is("--rate")) options.rate = std::atoi(argv[++i]);
    if (is("--seconds")) options.seconds = std::atoi(argv[++i]);
    if (is("--keep")) options.keep = true;
    if (is("--acknowledge")) options.acknowledge = true;
    if (is("--replay")) options.replay = true;
    if (is("--interval")) options.interval = std::atoi(argv[++i]);
  }
  return options;
}

void print(const char* what, const Cpu& cpu, std::uint64_t points) {
  const double n = static_cast<double>(points);
  std::printf("%s: %.2f us CPU per point (user %.2f, system %.2f)\n", what,
              (cpu.user + cpu.system) / n, cpu.user / n, cpu.system / n);
}

// Points as they come from shards: a few every few milliseconds.
void feed(Store& store, Executor& loop, const Options& options, const Clock& clock) {
  constexpr std::chrono::milliseconds kTick{5};
  const int per_tick = options.rate / 200;
  auto next = std::chrono::steady_clock::now();
  int sequence = 0;
  for (int tick = 0; tick < options.seconds * 200; ++tick) {
    for (int i = 0; i < per_tick; ++i, ++sequence) {
      store.append_point(point_of(sequence % options.pilots, sequence, clock.now()),
                         {&loop, options.acknowledge, [](Result<void>) {}});
    }
    next += kTick;
    std::this_thread::sleep_until(next);
  }
}

int serve(const Options& options, const Clock& clock) {
  ThreadLoop loop(clock);
  auto store = SqliteStore::open({.path = options.database}, clock);
  if (!store) return 1;
  const Cpu before = cpu_of(RUSAGE_SELF);
  const Cpu feeder_before = cpu_of(RUSAGE_THREAD);
  feed(**store, loop, options, clock);
  const Cpu feeding = cpu_of(RUSAGE_THREAD) - feeder_before;
  const Cpu used = cpu_of(RUSAGE_SELF) - before - feeding;
  (*store)->stop();
  const StoreCounters& counters = (*store)->counters();
  const auto points = counters.points_stored.load();
  const auto commits = static_cast<double>(counters.commits.load());
  std::printf("%llu points (%llu duplicate), %.0f commits of %.2f ms\n",
              static_cast<unsigned long long>(points),
              static_cast<unsigned long long>(counters.points_duplicate.load()), commits,
              static_cast<double>(counters.commit_microseconds.sum()) / 1e3 / commits);
  print("storage threads", used, points);
  print("making and queueing points", feeding, points);
  loop.stop();
  return 0;
}

std::vector<PointRow> gathered(int from, int count, const Options& options, TimePoint start) {
  std::vector<PointRow> points;
  for (int sequence = from; sequence < from + count; ++sequence) {
    const Duration after{std::int64_t{sequence} * 1000 / options.rate};
    points.push_back(point_of(sequence % options.pilots, sequence, start + after));
  }
  return points;
}

[[gnu::noinline]] bool write_group(sqlite::Session& session, const std::vector<PointRow>& points,
                                   SteadyTime at) {
  if (!session.begin()) return false;
  if (!session.append_batch(points)) return false;
  return session.commit(at).has_value();
}

int replay(const Options& options, const Clock& clock) {
  constexpr int kCommitsPerSecond = 4;
  constexpr Duration kGathered{1000 / kCommitsPerSecond};
  const int per_commit = options.rate / kCommitsPerSecond;
  auto session = sqlite::Session::open(
      {.path = options.database, .position_interval = Duration{options.interval}}, clock.now());
  if (!session) return 1;
  const TimePoint start = clock.now();
  SteadyTime at{};
  Cpu used;
  int sequence = 0;
  for (int commit = 0; commit < options.seconds * kCommitsPerSecond;
       ++commit, sequence += per_commit) {
    const std::vector<PointRow> points = gathered(sequence, per_commit, options, start);
    const Cpu before = cpu_of(RUSAGE_THREAD);
    if (!write_group(**session, points, at += kGathered)) return 1;
    const Cpu step = cpu_of(RUSAGE_THREAD) - before;
    used = {used.user + step.user, used.system + step.system};
  }
  print("replay", used, static_cast<std::uint64_t>(sequence));
  return 0;
}

bool seed(const Options& options, const Clock& clock) {
  if (options.keep) return true;
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    std::remove((options.database + suffix).c_str());
  }
  const auto seeded = testing::seed_file(options.database, kSeededPilots, clock.now());
  if (!seeded) std::fprintf(stderr, "%s\n", seeded.error().message.c_str());
  return seeded.has_value();
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  const SystemClock clock;
  if (!seed(options, clock)) return 1;
  return options.replay ? replay(options, clock) : serve(options, clock);
}
