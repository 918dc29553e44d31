#include "auth/jwt_claims.h"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "protocol/json/exact_parse.h"

namespace waycast::auth {
namespace {

namespace json = boost::json;

constexpr std::size_t kUsualMemory = 2048;  // bytes, for the tree of one object

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '-' ? 62 : c == '_' ? 63 : -1;
}

// RFC 4648 5, without padding.
std::optional<std::string> decode_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFF);
  }
  return bytes;
}

// Null unless it is an object.
json::value decode_object(std::string_view part, json::storage_ptr memory) {
  const auto text = decode_base64url(part);
  if (!text) return nullptr;
  auto value = waycast::json::parse_json(*text, {}, std::move(memory));
  if (!value || !value->is_object()) return nullptr;
  return *std::move(value);
}

std::string_view text_claim(const json::object& claims, std::string_view name) {
  const json::value* value = claims.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return value->get_string();
}

// A time claim in seconds since 1970; JWT allows fractions (RFC 7519 2, NumericDate).
struct TimeClaim {
  std::optional<TimePoint> at;
  bool malformed = false;
};

TimeClaim time_claim(const json::object& claims, std::string_view name) {
  constexpr double kFarFuture = 1e11;  // year 5138
  const json::value* value = claims.if_contains(name);
  if (value == nullptr) return {};
  if (!value->is_number()) return {.at = {}, .malformed = true};
  const double bounded = std::clamp(value->to_number<double>(), 0.0, kFarFuture);
  return {.at = TimePoint{Duration{static_cast<std::int64_t>(bounded * 1000)}}, .malformed = false};
}

Result<Principal> principal_of(const json::object& claims) {
  const std::string_view id = text_claim(claims, "id");
  const auto role = parse_role(text_claim(claims, "type"));
  if (id.empty() || id.find('\0') != std::string_view::npos || !role) {
    return fail(Code::kTokenInvalid, "Invalid token payload");
  }
  return Principal{.role = *role,
                   .id = std::string(id),
                   .name = std::string(text_claim(claims, "name")),
                   .expires_at = {}};
}

Result<Principal> read_claims(const json::object& claims, TimePoint now) {
  const auto expires = time_claim(claims, "exp");
  const auto not_before = time_claim(claims, "nbf");
  if (expires.malformed || not_before.malformed) return token_refused();
  if (expires.at && *expires.at <= now) {
    return fail(Code::kTokenExpired, "Authentication failed");
  }
  if (not_before.at && *not_before.at > now) return token_refused();
  auto principal = principal_of(claims);
  if (principal) principal->expires_at = expires.at;
  return principal;
}

}  // namespace

std::unexpected<Error> token_refused() {
  return fail(Code::kTokenInvalid, "Authentication failed");
}

Result<Principal> read_signed_part(std::string_view signed_part, TimePoint now) {
  const std::size_t dot = signed_part.find('.');
  if (dot == std::string_view::npos) return token_refused();
  std::array<unsigned char, kUsualMemory> buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  const json::value header = decode_object(signed_part.substr(0, dot), &memory);
  // "crit" names extensions that must be understood (RFC 7515 4.1.11): none is.
  if (!header.is_object() || text_claim(header.get_object(), "alg") != "HS256" ||
      header.get_object().contains("crit")) {
    return token_refused();
  }
  const json::value claims = decode_object(signed_part.substr(dot + 1), &memory);
  return claims.is_object() ? read_claims(claims.get_object(), now) : token_refused();
}

}  // namespace waycast::auth
