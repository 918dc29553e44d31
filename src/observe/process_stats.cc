#include "observe/process_stats.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <limits>
#include <string>

namespace waycast::observe {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

void append_cpu(MetricsText& page) {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return;
  page.counter("process_cpu_seconds_total", "User and system CPU time")
      .sample(seconds(usage.ru_utime) + seconds(usage.ru_stime));
}

void append_memory(MetricsText& page) {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  if (!(statm >> total >> resident)) return;
  page.gauge("process_resident_memory_bytes", "Memory in RAM")
      .sample(resident * static_cast<double>(sysconf(_SC_PAGESIZE)));
}

// When the machine booted, seconds since 1970; 0 if it cannot be read.
double boot_time() {
  std::ifstream stat("/proc/stat");
  double seconds_since_1970 = 0;
  for (std::string word; stat >> word;) {
    if (word == "btime") return stat >> seconds_since_1970 ? seconds_since_1970 : 0;
  }
  return 0;
}

// proc(5), /proc/pid/stat: the start is its 22nd field, in clock ticks since the machine booted.
// The second field is the program's name in brackets, in which spaces and brackets may stand.
void append_start(MetricsText& page) {
  std::ifstream stat("/proc/self/stat");
  stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  std::string field;
  for (int number = 3; number < 22; ++number) stat >> field;
  const double booted = boot_time();
  double ticks = 0;
  if (!(stat >> ticks) || booted == 0) return;
  page.gauge("process_start_time_seconds", "Start of the process, seconds since 1970")
      .sample(booted + ticks / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

void append_descriptor_limit(MetricsText& page) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  page.gauge("process_max_fds", "Descriptors that may be open")
      .sample(static_cast<double>(limit.rlim_cur));
}

}  // namespace

void append_process_stats(MetricsText& page) {
  append_cpu(page);
  append_memory(page);
  append_start(page);
  append_descriptor_limit(page);
}

}  // namespace waycast::observe
