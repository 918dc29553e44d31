// What the operating system says about this process, under the names that Prometheus clients use.
#pragma once

#include "observe/metrics_text.h"

namespace waycast::observe {

// Appends process_cpu_seconds_total, process_resident_memory_bytes, process_start_time_seconds and
// process_max_fds. What cannot be read is left out. Open descriptors are not counted: listing them
// would hold up a shard.
void append_process_stats(MetricsText& page);

}  // namespace waycast::observe
