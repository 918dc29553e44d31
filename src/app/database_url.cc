#include "app/database_url.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/setting_urls.h"
#include "app/setting_values.h"

namespace waycast::app {

namespace {

std::unexpected<Error> refuse(std::string_view url, std::string_view why) {
  return fail(Code::kValidation, fmt::format("DATABASE_URL: \"{}\" {}", mask_password(url), why),
              "database");
}

}  // namespace

Result<std::string> sqlite_path(std::string_view url) {
  constexpr std::string_view kScheme = "sqlite:";
  const auto path = trimmed(url.substr(std::min(url.size(), kScheme.size())));
  if (!url.starts_with(kScheme) || path.empty()) return refuse(url, "must be sqlite:PATH");
  if (path == ":memory:") {
    return refuse(url, "keeps nothing and has one connection: name a file, or use serve --demo");
  }
  if (path.starts_with("///")) return std::string(path.substr(2));
  if (path.starts_with("//")) return refuse(url, "must be sqlite:PATH or sqlite:///ABSOLUTE/PATH");
  return std::string(path);
}

}  // namespace waycast::app
