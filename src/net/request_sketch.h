// What can be told of a request that could not be read: enough to answer it as its route would,
// and so that the page that sent it may read why.
#pragma once

#include <string_view>

#include "protocol/http/message.h"

namespace waycast::net {

// `input` is what came of the request, however broken or unfinished. Of its headers only Origin,
// Upgrade and X-Request-Id are looked for.
http::Request sketch_request(std::string_view input);

}  // namespace waycast::net
