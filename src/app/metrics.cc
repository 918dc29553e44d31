#include "app/metrics.h"

#include "app/metrics_parts.h"
#include "app/version.h"
#include "observe/process_stats.h"

namespace waycast::app {

std::string metrics_page(const MetricSources& sources) {
  observe::MetricsText page;
  page.gauge("waycast_build_info", "The running version").sample(1, {{"version", kVersion}});
  page.gauge("waycast_shards", "Threads that serve clients")
      .sample(static_cast<double>(sources.sockets.size()));
  append_transport(page, sources);
  append_domain(page, sources);
  observe::append_process_stats(page);
  return page.text();
}

}  // namespace waycast::app
