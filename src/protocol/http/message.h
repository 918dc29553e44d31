// HTTP messages as plain data, shared by the server that reads them (net) and the handlers that
// answer (api). RFC 9110. Header names compare without case.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waycast::http {

struct Header {
  std::string name;
  std::string value;
};

using Headers = std::vector<Header>;

bool same_name(std::string_view a, std::string_view b);

// The first value of `name`, or empty. The view lives as long as `headers`.
std::string_view find(const Headers& headers, std::string_view name);

struct Request {
  std::string method;  // "GET"
  std::string target;  // as sent: "/api/v1/bookings?page=2"
  Headers headers;
  std::string body;
  std::string remote_address;  // the peer's, "203.0.113.7" or "2001:db8::1"
  bool secure = false;         // came over TLS

  std::string_view header(std::string_view name) const { return find(headers, name); }
  std::string_view path() const;   // target up to '?'
  std::string_view query() const;  // after '?', undecoded
};

struct Response {
  int status = 200;
  Headers headers;  // Content-Length, Date and Connection are the server's to add
  std::string body;
};

std::string_view reason_phrase(int status);

// The decoded value of one query parameter ("a=1&b=2"), or empty with found = false.
struct QueryValue {
  std::string value;
  bool found = false;
};
QueryValue query_value(std::string_view query, std::string_view name);

}  // namespace waycast::http
