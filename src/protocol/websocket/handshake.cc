#include "protocol/websocket/handshake.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace waycast::websocket {
namespace {

constexpr std::size_t kMaxProtocols = 32;  // a list that is compared pair by pair
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// True if a comma-separated header of that name has the token; the header may be repeated.
bool has_token(const http::Headers& headers, std::string_view name, std::string_view token) {
  for (const http::Header& header : headers) {
    if (!same(header.name, name)) continue;
    for (std::string_view rest = header.value; !rest.empty();) {
      const std::string_view item = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(item.size() + 1, rest.size()));
      if (same(trim(item), token)) return true;
    }
  }
  return false;
}

// 16 bytes in base 64: 22 characters and two '='.
bool is_key(std::string_view key) {
  if (key.size() != 24 || !key.ends_with("==")) return false;
  return std::ranges::all_of(key.substr(0, 22), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '/';
  });
}

// RFC 9110 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [kMarks](unsigned char c) {
    return std::isalnum(c) != 0 || kMarks.find(static_cast<char>(c)) != kMarks.npos;
  });
}

// The subprotocols that a client offers: a list of tokens, each once, perhaps over several header
// fields (RFC 6455 4.1). nullopt: it is none. The views are of `headers`.
std::optional<std::vector<std::string_view>> offered_protocols(const http::Headers& headers) {
  std::vector<std::string_view> offered;
  for (const http::Header& header : headers) {
    if (!same(header.name, "Sec-WebSocket-Protocol")) continue;
    std::string_view rest = header.value;
    for (bool more = true; more;) {
      const std::string_view item = trim(rest.substr(0, rest.find(',')));
      more = rest.find(',') != rest.npos;
      if (more) rest.remove_prefix(rest.find(',') + 1);
      if (!is_token(item) || std::ranges::find(offered, item) != offered.end()) return std::nullopt;
      if (offered.size() == kMaxProtocols) return std::nullopt;
      offered.push_back(item);
    }
  }
  return offered;
}

std::unexpected<http::Response> refuse(int status, std::string_view why) {
  return std::unexpected(
      http::Response{status, {{"Content-Type", "text/plain"}}, std::string(why)});
}

}  // namespace

std::string accept_key(std::string_view key) {
  std::string text(key);
  text += kGuid;
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> base64;
  const int size = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return {reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(size)};
}

bool wants_websocket(const http::Request& request) {
  return has_token(request.headers, "Upgrade", "websocket");
}

std::expected<Acceptance, http::Response> check_handshake(const http::Request& request) {
  if (request.method != "GET") return refuse(400, "A WebSocket handshake is a GET request");
  if (!wants_websocket(request) || !has_token(request.headers, "Connection", "Upgrade")) {
    return refuse(400, "Not a WebSocket handshake");
  }
  if (trim(request.header("Sec-WebSocket-Version")) != "13") {
    auto refusal = refuse(426, "WebSocket version 13 is spoken here");
    refusal.error().headers.push_back({"Sec-WebSocket-Version", "13"});
    return refusal;
  }
  const std::string_view key = trim(request.header("Sec-WebSocket-Key"));
  if (!is_key(key)) return refuse(400, "Sec-WebSocket-Key is missing or malformed");
  const auto protocols = offered_protocols(request.headers);
  if (!protocols) return refuse(400, "Sec-WebSocket-Protocol is malformed");
  return Acceptance{
      .key = accept_key(key),
      .protocol = protocols->empty() ? std::string() : std::string(protocols->front())};
}

std::string switching_protocols(const Acceptance& acceptance) {
  std::string out =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: ";
  out += acceptance.key;
  if (!acceptance.protocol.empty()) {
    out += "\r\nSec-WebSocket-Protocol: ";
    out += acceptance.protocol;
  }
  out += "\r\n\r\n";
  return out;
}

}  // namespace waycast::websocket
