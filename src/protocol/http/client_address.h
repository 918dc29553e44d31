// Which client sent a request: the peer of the connection, or whom the reverse proxies in front of
// this server saw.
//
// Each proxy adds the address of its own peer at the end of X-Forwarded-For, as one more element or
// one more line, so only the last `trusted_proxies` elements are vouched for: whatever stands
// before them was written by the client. `Forwarded` (RFC 7239) is not read: a proxy that writes
// one of the two headers passes the other one on as the client made it up.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/http/message.h"

namespace waycast::http {

// An IPv4 or IPv6 address in its one canonical spelling, from any that proxies write: "192.0.2.1",
// "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:443". A zone ("fe80::1%eth0") is left out; an IPv4
// address mapped into IPv6 becomes plain. Nothing if it is none of these.
std::optional<std::string> canonical_address(std::string_view text);

// The canonical address of the client behind `trusted_proxies` proxies; 0: the peer's. Hops are
// counted from the last; the first that is no address ends the count, and the one before it, or the
// peer, is taken for the client.
std::string client_address(const Request& request, std::size_t trusted_proxies);

// What limits count a canonical address by: IPv4 as it is, IPv6 by its /64 ("2001:db8:1:2::"), the
// least that one subscriber has.
std::string address_key(std::string_view address);
// The same of the client of a request.
std::string client_key(const Request& request, std::size_t trusted_proxies);

}  // namespace waycast::http
