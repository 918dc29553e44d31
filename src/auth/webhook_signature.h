// How a receiver of our webhooks knows that a message is ours and fresh: the header
// `X-Waycast-Signature: t=<seconds since 1970>,v1=<hex>`, where v1 is HMAC-SHA256 over
// `<t>.<body>` with the shared secret (docs/webhooks.md, "Headers").
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace waycast::auth {

std::string webhook_signature(std::string_view secret, std::string_view body, TimePoint now);

}  // namespace waycast::auth
