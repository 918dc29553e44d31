// How an answer travels: ETag and 304 for pages that poll (RFC 9110 8.8.3, 13.1.2), gzip for what
// is large (RFC 9110 8.4.1).
#pragma once

#include <string>
#include <string_view>

#include "protocol/http/message.h"

namespace waycast::api {

constexpr std::size_t kMinCompressed = 1024;  // bytes

// Gives a 200 a weak ETag made of its body; becomes 304 without a body if `if_none_match` names it.
void revalidate(http::Response& response, std::string_view if_none_match);

// Compresses a text body over kMinCompressed bytes if the client accepts gzip.
void compress(http::Response& response, std::string_view accept_encoding);

// Makes a 304 of an answer that has an ETag, if `if_none_match` names it.
void spare_unchanged(http::Response& response, std::string_view if_none_match);

// What of a request its representation depends on.
struct Asked {
  std::string accept_encoding, if_none_match;
  bool reads = false;  // GET or HEAD
};
Asked asked_by(const http::Request& request);

// Both of the above, once: an answer that was represented already stays as it is. Any thread.
void represent(http::Response& response, const Asked& asked);

bool accepts_gzip(std::string_view accept_encoding);

}  // namespace waycast::api
