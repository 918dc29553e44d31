#include "app/reload.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "app/logging.h"
#include "app/setting_table.h"

namespace waycast::app {

namespace {

constexpr std::array<std::string_view, 3> kTakenOver{"log_level", "tls_certificate", "tls_key"};

bool is_taken_over(const SettingRow& row, bool stays_tls) {
  const bool is_known = std::ranges::find(kTakenOver, row.name) != kTakenOver.end();
  return is_known && (row.name == "log_level" || stays_tls);
}

void reload_tls(Application& application, const net::TlsSettings& files) {
  if (const auto done = application.reload_tls(files); !done) {
    spdlog::error("reload: TLS goes on with the certificate it had: {}", done.error().message);
  } else {
    spdlog::info("reload: new connections get the certificate in {}", files.certificate_file);
  }
}

}  // namespace

std::vector<std::string> changed_settings(const Settings& before, const Settings& after) {
  const bool stays_tls = before.net.tls.has_value() == after.net.tls.has_value();
  std::vector<std::string> names;
  for (const auto& row : setting_table()) {
    if (is_taken_over(row, stays_tls) || row.show(before) == row.show(after)) continue;
    names.push_back(row.name);
  }
  return names;
}

void reload(Application& application, const Settings& started_with, const SettingSources& sources) {
  const auto loaded = load_settings(sources);
  if (!loaded) {
    spdlog::error("reload: everything stays as it was: {}", loaded.error().message);
    return;
  }
  const Settings& settings = loaded->settings;
  spdlog::info("reload: logging at the level that is set");
  set_log_level(settings.log.level);
  if (started_with.net.tls && settings.net.tls) reload_tls(application, *settings.net.tls);
  if (const auto names = changed_settings(started_with, settings); !names.empty()) {
    spdlog::warn("reload: changed, and in force after the next start: {}", fmt::join(names, ", "));
  }
}

}  // namespace waycast::app
