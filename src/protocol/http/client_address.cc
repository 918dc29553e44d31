#include "protocol/http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <ranges>
#include <vector>

namespace waycast::http {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && rest == end && port <= 65'535;
}

template <class Address>
std::optional<Address> parsed(int family, std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> copy{};  // inet_pton reads up to a NUL
  Address out{};
  if (text.size() >= copy.size() || text.find('\0') != text.npos) return std::nullopt;
  std::ranges::copy(text, copy.begin());
  if (inet_pton(family, copy.data(), &out) != 1) return std::nullopt;
  return out;
}

template <class Address>
std::string printed(int family, const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(family, &address, out.data(), out.size());
  return out.data();
}

std::optional<std::string> canonical_v4(std::string_view text) {
  if (const auto colon = text.find(':'); colon != text.npos) {
    if (!is_port(text.substr(colon + 1))) return std::nullopt;
    text = text.substr(0, colon);
  }
  const auto address = parsed<in_addr>(AF_INET, text);
  if (!address) return std::nullopt;
  return printed(AF_INET, *address);
}

std::optional<std::string> canonical_v6(std::string_view text) {
  const auto address = parsed<in6_addr>(AF_INET6, text.substr(0, text.find('%')));
  if (!address) return std::nullopt;
  if (!IN6_IS_ADDR_V4MAPPED(&*address)) return printed(AF_INET6, *address);
  in_addr inner{};
  std::memcpy(&inner, std::begin(address->s6_addr) + 12, sizeof inner);
  return printed(AF_INET, inner);
}

// The last `count` elements of every X-Forwarded-For line together, the last one first.
std::vector<std::string_view> last_hops(const Headers& headers, std::size_t count) {
  std::vector<std::string_view> hops;
  for (const Header& header : headers | std::views::reverse) {
    if (!same_name(header.name, "X-Forwarded-For")) continue;
    std::string_view rest = header.value;
    while (!rest.empty() && hops.size() < count) {
      const std::size_t begin = rest.rfind(',') + 1;  // npos + 1 is 0
      if (const auto hop = without_blanks(rest.substr(begin)); !hop.empty()) hops.push_back(hop);
      rest = rest.substr(0, begin > 0 ? begin - 1 : 0);
    }
  }
  return hops;
}

bool is_v6(std::string_view address) { return address.find(':') != address.npos; }

// The kernel has printed it: IPv4 is canonical already, which spares each connect the parsing.
std::string address_of_peer(const Request& request) {
  const std::string& peer = request.remote_address;
  return is_v6(peer) ? canonical_address(peer).value_or(peer) : peer;
}

}  // namespace

std::optional<std::string> canonical_address(std::string_view text) {
  if (!text.starts_with('[')) {
    const bool has_one_colon_at_most = std::ranges::count(text, ':') <= 1;
    return has_one_colon_at_most ? canonical_v4(text) : canonical_v6(text);
  }
  const auto end = text.find(']');
  if (end == text.npos) return std::nullopt;
  const auto after = text.substr(end + 1);
  if (!after.empty() && !(after.starts_with(':') && is_port(after.substr(1)))) return std::nullopt;
  return canonical_v6(text.substr(1, end - 1));
}

std::string client_address(const Request& request, std::size_t trusted_proxies) {
  std::string address = address_of_peer(request);
  if (trusted_proxies == 0) return address;
  for (const auto hop : last_hops(request.headers, trusted_proxies)) {
    auto next = canonical_address(hop);
    if (!next) break;
    address = *std::move(next);
  }
  return address;
}

std::string address_key(std::string_view address) {
  auto v6 = is_v6(address) ? parsed<in6_addr>(AF_INET6, address) : std::nullopt;
  if (!v6) return std::string(address);
  std::fill(std::begin(v6->s6_addr) + 8, std::end(v6->s6_addr), std::uint8_t{0});
  return printed(AF_INET6, *v6);
}

std::string client_key(const Request& request, std::size_t trusted_proxies) {
  return address_key(client_address(request, trusted_proxies));
}

}  // namespace waycast::http
