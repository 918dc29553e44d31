// A response as bytes on the wire (RFC 9112 4, RFC 9110 8.6, 9.3.2).
#pragma once

#include <string>
#include <string_view>

#include "protocol/http/message.h"

namespace waycast::net {

struct ResponseFraming {
  std::string_view date;      // the Date header
  bool keep_alive = true;     // else `Connection: close`
  bool without_body = false;  // the answer to HEAD: its length is told, its body is not sent
};

void append_response(std::string& out, const http::Response& response,
                     const ResponseFraming& framing);

}  // namespace waycast::net
