#include "app/redaction.h"

#include <algorithm>
#include <cctype>

namespace waycast::app {

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_token_character(char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; }

// The length of the token that `text` starts with, or 0.
std::size_t token_length(std::string_view text) {
  if (!text.starts_with("eyJ")) return 0;
  const auto end = std::ranges::find_if_not(text, is_token_character);
  const auto token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  return std::ranges::count(token, '.') >= 1 ? token.size() : 0;
}

// The length of the credentials after `Bearer `, including it, or 0.
std::size_t bearer_length(std::string_view text) {
  constexpr std::string_view kBearer = "Bearer ";
  if (!text.starts_with(kBearer)) return 0;
  const auto rest = text.substr(kBearer.size());
  const auto end = std::ranges::find_if_not(rest, is_token_character);
  return kBearer.size() + static_cast<std::size_t>(end - rest.begin());
}

// The length of the phone number that `text` starts with, or 0; `before` is what stands in front.
std::size_t phone_length(std::string_view text, char before) {
  if (is_alphanumeric(before) || before == '-' || before == '.' || before == '_') return 0;
  const std::size_t plus = text.starts_with('+') ? 1 : 0;
  std::size_t digits = 0;
  while (plus + digits < text.size() && is_digit(text[plus + digits])) ++digits;
  const std::size_t end = plus + digits;
  const bool stands_alone = end == text.size() || !(is_alphanumeric(text[end]) || text[end] == '-');
  return digits >= 10 && digits <= 15 && stands_alone ? end : 0;
}

}  // namespace

std::string redact(std::string_view line) {
  std::string out;
  out.reserve(line.size());
  for (std::size_t i = 0; i < line.size();) {
    const auto rest = line.substr(i);
    const char before = i == 0 ? ' ' : line[i - 1];
    const std::size_t token = std::max(token_length(rest), bearer_length(rest));
    const std::size_t phone = token == 0 ? phone_length(rest, before) : 0;
    if (token > 0) {
      out += "[token]";
    } else if (phone > 0) {
      out.append("[phone]").append(rest.substr(phone - 2, 2));
    } else {
      out += line[i];
    }
    i += std::max<std::size_t>(1, token + phone);
  }
  return out;
}

}  // namespace waycast::app
