#include "app/setting_urls.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/setting_values.h"

namespace waycast::app {

namespace {

constexpr std::string_view kSchemeEnd = "://";

bool is_scheme(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789+.-";
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

// Where the port's colon is; the text's end without one. The colons of an IPv6 address are inside
// of brackets.
std::size_t end_of_host(std::string_view authority) {
  const auto after_brackets = authority.starts_with('[') ? authority.find(']') : 0;
  if (after_brackets == std::string_view::npos) return authority.size();
  return std::min(authority.find(':', after_brackets), authority.size());
}

std::unexpected<Error> no_origin() {
  return fail(Code::kValidation,
              "must be an origin such as https://app.example.com or http://localhost:3000, "
              "without a path");
}

}  // namespace

Result<std::string> parse_origin(std::string_view text) {
  std::string origin = lower_case(trimmed(text));
  if (origin == "*") return origin;
  const auto scheme_end = origin.find(kSchemeEnd);
  if (scheme_end == std::string::npos) return no_origin();
  if (origin.ends_with('/')) origin.pop_back();
  const std::string scheme = origin.substr(0, scheme_end);
  if (origin.size() <= scheme_end + kSchemeEnd.size() || !is_scheme(scheme)) return no_origin();
  const std::string authority = origin.substr(scheme_end + kSchemeEnd.size());
  if (authority.find_first_of("/?#@\\, \t") != std::string::npos) return no_origin();
  const auto host_end = end_of_host(authority);
  if (host_end == 0) return no_origin();
  if (host_end == authority.size()) return origin;
  const std::string port = authority.substr(host_end + 1);
  if (!is_port(port)) return no_origin();
  const bool is_default =
      (scheme == "http" && port == "80") || (scheme == "https" && port == "443");
  return is_default ? origin.substr(0, origin.size() - port.size() - 1) : origin;
}

Result<std::string> parse_web_url(std::string_view text) {
  const auto url = trimmed(text);
  const std::string start = lower_case(url.substr(0, 8));
  const std::size_t scheme = start.starts_with("https://") ? 8 : 7;
  const bool has_scheme = start.starts_with("https://") || start.starts_with("http://");
  if (!has_scheme || url.size() == scheme || url[scheme] == '/' ||
      url.find_first_of(" \t") != std::string_view::npos) {
    return fail(Code::kValidation, "must be a URL that begins with http:// or https://");
  }
  return std::string(url);
}

std::string mask_password(std::string_view url) {
  const auto scheme = url.find(kSchemeEnd);
  const auto at = url.rfind('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos) return std::string(url);
  const auto colon = url.find(':', scheme + kSchemeEnd.size());
  if (colon == std::string_view::npos || colon > at) return std::string(url);
  return fmt::format("{}:********{}", url.substr(0, colon), url.substr(at));
}

}  // namespace waycast::app
