// Handlers of what never changes while the server runs.
#pragma once

#include <string>
#include <string_view>

#include "api/router.h"
#include "protocol/http/message.h"

namespace waycast::api {

// Answers 200 with `body`.
http::Response text_response(std::string_view type, std::string body);

// A page that is packed once, at start-up, since it is read by whoever likes; 304 for who has it.
Handler static_document(http::Response page);
Handler static_document(std::string_view type, std::string_view text);

}  // namespace waycast::api
