#include "app/setting_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <ranges>
#include <utility>

#include "app/nearest_word.h"
#include "app/setting_table.h"

namespace waycast::app {

namespace {

constexpr std::string_view kPrefix = "WAYCAST_";

Result<void> contradiction(std::string message, std::string field) {
  return fail(Code::kValidation, std::move(message), std::move(field));
}

Result<void> check_matching(const MatchSettings& match) {
  if (match.first_radius_km > match.last_radius_km) {
    return contradiction(fmt::format("first_radius ({} km) must not be over last_radius ({} km)",
                                     match.first_radius_km, match.last_radius_km),
                         "first_radius");
  }
  if (std::cmp_greater(match.offer_fanout, match.candidates_per_search)) {
    return contradiction(
        fmt::format("offer_fanout ({}) must not be over match_candidates ({}): who is not scored "
                    "is not asked",
                    match.offer_fanout, match.candidates_per_search),
        "offer_fanout");
  }
  return {};
}

// A pilot may not send faster, and counts as gone, or too old to be asked, when slower.
Result<void> check_pace(const Settings& settings) {
  const Duration pace = settings.live.point_interval;
  for (const auto& [name, limit] :
       {std::pair{"stale_after", settings.live.stale_after},
        std::pair{"match_position_age", settings.dispatch.match.position_max_age}}) {
    if (pace <= limit) continue;
    return contradiction(fmt::format("point_interval ({}) must not be over {} ({})",
                                     show_time_span(pace), name, show_time_span(limit)),
                         "point_interval");
  }
  return {};
}

Result<void> check_files(const Settings& settings) {
  const auto& tls = settings.net.tls;
  if (tls && (tls->certificate_file.empty() || tls->key_file.empty())) {
    return contradiction(fmt::format("tls_certificate and tls_key must be set together: {} is not",
                                     tls->key_file.empty() ? "tls_key" : "tls_certificate"),
                         "tls_key");
  }
  const auto& script = settings.client_script;
  if (!script.empty() && !std::ifstream(script)) {
    return contradiction(fmt::format("client_script: {} cannot be read", script), "client_script");
  }
  return {};
}

// What somebody may have meant to write -> the variable that does it: WAYCAST_PORT is PORT's.
std::map<std::string, std::string> known_variables() {
  std::map<std::string, std::string> known{{"WAYCAST_CONFIG", "WAYCAST_CONFIG"},
                                           {"WAYCAST_ADMIN_PASSWORD", "WAYCAST_ADMIN_PASSWORD"}};
  for (const auto& row : setting_table()) {
    known[row.variable] = row.variable;
    std::string upper(kPrefix);
    for (const char c : row.name) upper += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    known.emplace(std::move(upper), row.variable);
  }
  return known;
}

// The existing app's names have no prefix of ours: one edit away is a slip, more is another's
// variable. Most of the environment is another's: the lengths tell before any edits are counted.
bool is_slip_of(const std::string& name, const std::string& variable) {
  const bool is_as_long = name.size() <= variable.size() + 1 && variable.size() <= name.size() + 1;
  return variable.size() >= 8 && is_as_long && edits_between(name, variable) == 1;
}

std::string not_read(const std::string& name, const std::string& variable) {
  return fmt::format("{} is not read: did you mean {}?", name, variable);
}

std::string doubt_of_unprefixed(const std::string& name,
                                const std::map<std::string, std::string>& known) {
  const auto slip = std::ranges::find_if(known, [&name](const auto& entry) {
    return entry.first == entry.second && is_slip_of(name, entry.second);
  });
  return slip == known.end() ? "" : not_read(name, slip->second);
}

std::string doubt_of_variable(const std::string& name,
                              const std::map<std::string, std::string>& known) {
  if (const auto exact = known.find(name); exact != known.end()) {
    return exact->second == name ? "" : not_read(name, exact->second);
  }
  if (!name.starts_with(kPrefix)) return doubt_of_unprefixed(name, known);
  std::vector<std::string> candidates;
  for (const auto& written : known | std::views::keys) {
    if (written.starts_with(kPrefix)) candidates.push_back(written);
  }
  const auto nearest = nearest_word(name, candidates);
  return fmt::format("{} is no setting{}", name,
                     nearest ? ": did you mean " + known.at(*nearest) + "?" : "");
}

}  // namespace

Result<void> check_settings(const Settings& settings) {
  if (auto done = check_matching(settings.dispatch.match); !done) return done;
  if (auto done = check_pace(settings); !done) return done;
  return check_files(settings);
}

std::vector<std::string> doubts(const SettingSources& sources, const LoadedSettings& loaded) {
  std::vector<std::string> lines;
  const auto known = known_variables();
  for (const auto& name : sources.environment_names) {
    if (auto doubt = doubt_of_variable(name, known); !doubt.empty()) {
      lines.push_back(std::move(doubt));
    }
  }
  const auto life = sources.environment("JWT_EXPIRES_IN");
  if (life && trimmed(*life).find_first_not_of("0123456789.") == std::string_view::npos) {
    lines.push_back(fmt::format(
        "JWT_EXPIRES_IN: \"{}\" is milliseconds, as jsonwebtoken reads it; \"{}s\" is seconds",
        *life, trimmed(*life)));
  }
  const auto& webhook = loaded.settings.webhook;
  if (webhook.secret.empty() && (!webhook.urls.empty() || !webhook.otp_url.empty())) {
    lines.emplace_back(
        "webhooks are signed with an empty key: receivers cannot tell them from forged ones until "
        "WAYCAST_WEBHOOK_SECRET is set");
  }
  return lines;
}

}  // namespace waycast::app
