#include "net/response_writer.h"

#include <fmt/format.h>

#include <iterator>

namespace waycast::net {

namespace {

bool has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

// A field's text must not end its line: what a handler copied from elsewhere cannot add headers.
void append_field_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
}

}  // namespace

void append_response(std::string& out, const http::Response& response,
                     const ResponseFraming& framing) {
  auto to = std::back_inserter(out);
  out.reserve(out.size() + response.body.size() + 256);
  fmt::format_to(to, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                 http::reason_phrase(response.status), framing.date);
  for (const http::Header& header : response.headers) {
    append_field_text(out, header.name);
    out += ": ";
    append_field_text(out, header.value);
    out += "\r\n";
  }
  if (!has_no_body(response.status)) {
    fmt::format_to(to, "Content-Length: {}\r\n", response.body.size());
  }
  out += framing.keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  if (!framing.without_body && !has_no_body(response.status)) out += response.body;
}

}  // namespace waycast::net
