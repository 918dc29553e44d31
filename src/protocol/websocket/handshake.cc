#include "protocol/websocket/handshake.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace waycast::websocket {
namespace {

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

std::expected<std::string, http::Response> check_handshake(const http::Request& request) {
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
  return accept_key(key);
}

std::string switching_protocols(std::string_view accept, std::string_view extensions) {
  std::string out =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: ";
  out += accept;
  if (!extensions.empty()) {
    out += "\r\nSec-WebSocket-Extensions: ";
    out += extensions;
  }
  out += "\r\n\r\n";
  return out;
}

}  // namespace waycast::websocket
