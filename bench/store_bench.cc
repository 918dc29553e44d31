// What one stored point costs: CPU (user + system, of the whole process) per point at a steady
// rate, commits and syncs included.
//
//   store_bench [--database PATH] [--pilots 3000] [--rate 2000] [--seconds 20] [--acknowledge]
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "base/thread_loop.h"
#include "storage/seed.h"
#include "storage/sqlite_store.h"

namespace {

using namespace waycast;

struct Options {
  std::string database = "/tmp/waycast-store-bench.db";
  int pilots = 3000;
  int rate = 2000;
  int seconds = 20;
  bool acknowledge = false;
};

double cpu_seconds(int whose) {
  rusage usage{};
  getrusage(whose, &usage);
  const auto seconds = [](timeval t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
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
    if (is("--acknowledge")) options.acknowledge = true;
  }
  return options;
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

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  const SystemClock clock;
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    std::remove((options.database + suffix).c_str());
  }
  const auto seeded_from = std::chrono::steady_clock::now();
  if (const auto seeded = seed_database(options.database, 15'000, clock.now()); !seeded) {
    std::fprintf(stderr, "%s\n", seeded.error().message.c_str());
    return 1;
  }
  const std::chrono::duration<double> seeding = std::chrono::steady_clock::now() - seeded_from;
  ThreadLoop loop(clock);
  auto store = SqliteStore::open({.path = options.database}, clock);
  if (!store) return 1;
  const double before = cpu_seconds(RUSAGE_SELF);
  const double feeder_before = cpu_seconds(RUSAGE_THREAD);
  feed(**store, loop, options, clock);
  (*store)->stop();
  const double feeding = cpu_seconds(RUSAGE_THREAD) - feeder_before;
  const double used = cpu_seconds(RUSAGE_SELF) - before - feeding;
  const StoreCounters& counters = (*store)->counters();
  const auto points = counters.points_stored.load();
  const auto commits = counters.commits.load();
  std::printf("seed of 15000: %.1f s\n", seeding.count());
  std::printf(
      "%llu points (%llu duplicate), %llu commits of %.2f ms: %.2f us CPU per point (feeder "
      "%.2f)\n",
      static_cast<unsigned long long>(points),
      static_cast<unsigned long long>(counters.points_duplicate.load()),
      static_cast<unsigned long long>(commits),
      static_cast<double>(counters.commit_microseconds.load()) / 1e3 / static_cast<double>(commits),
      used * 1e6 / static_cast<double>(points), feeding * 1e6 / static_cast<double>(points));
  loop.stop();
  return 0;
}
