// Settings that are addresses of the web.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace waycast::app {

// A browser's origin as it writes it in its Origin field (RFC 6454): scheme, host and a port that
// is not the scheme's own. Case and one trailing slash are forgiven; "*" is any origin.
Result<std::string> parse_origin(std::string_view text);

// "http://..." or "https://...".
Result<std::string> parse_web_url(std::string_view text);

// "postgresql://app:secret@host/db" with the password as ********.
std::string mask_password(std::string_view url);

}  // namespace waycast::app
