#include "observe/process_stats.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

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
  append_descriptor_limit(page);
}

}  // namespace waycast::observe
