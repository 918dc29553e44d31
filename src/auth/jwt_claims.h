// What a token says, once its signature was found to be right (RFC 7515 3.1, RFC 7519 4).
#pragma once

#include <string_view>

#include "base/error.h"
#include "base/principal.h"

namespace waycast::auth {

// The refusal that tells nothing about why.
std::unexpected<Error> token_refused();

// `signed_part`: the header and the payload, base64url, with the dot between them. Any thread.
// Errors, as docs/protocol.md, "Connecting", names them: ERR_1103 malformed, an algorithm other
// than HS256, no id, an unknown type; ERR_1102 expired.
Result<Principal> read_signed_part(std::string_view signed_part, TimePoint now);

}  // namespace waycast::auth
