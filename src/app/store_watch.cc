#include "app/store_watch.h"

#include <spdlog/spdlog.h>

namespace waycast::app {

namespace {

constexpr std::chrono::seconds kInterval{1};

}  // namespace

void StoreWatch::start() {
  started_ = true;
  loop_.post([this] { ask(); });
}

api::Readiness StoreWatch::check() const {
  const bool ready = started_ && writable_ && !stopping_;
  return {.ready = ready,
          .checks = {{"started", started_ ? "ok" : "starting"},
                     {"store", writable_ ? "ok" : "not writable"},
                     {"stopping", stopping_ ? "yes" : "no"}}};
}

void StoreWatch::ask() {
  store_.write(
      loop_, [](StoreWrites&) -> Result<void> { return {}; },
      [this](const Result<void>& result) { answered(result.has_value()); });
}

// An empty transaction succeeds on a full disk, so failures of real ones since the last look count
// as well.
void StoreWatch::answered(bool writable) {
  if (stopping_) return;  // a store that has been stopped refuses, as it should
  const auto failures = store_.counters().failures.load();
  const bool is_well = writable && failures == failures_seen_;
  failures_seen_ = failures;
  if (is_well != writable_.exchange(is_well)) {
    if (is_well) {
      spdlog::info("the database takes writes again");
    } else {
      spdlog::error("the database does not take writes: senders get ERR_1500");
    }
  }
  loop_.after(kInterval, [this] { ask(); });
}

}  // namespace waycast::app
