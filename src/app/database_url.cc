#include "app/database_url.h"

#include <fmt/format.h>

#include "app/setting_urls.h"

namespace waycast::app {

Result<std::string> sqlite_path(std::string_view url) {
  constexpr std::string_view kScheme = "sqlite:";
  if (!url.starts_with(kScheme) || url.size() == kScheme.size()) {
    return fail(Code::kValidation,
                fmt::format("DATABASE_URL: \"{}\" must be sqlite:PATH", mask_password(url)),
                "database");
  }
  return std::string(url.substr(kScheme.size()));
}

}  // namespace waycast::app
