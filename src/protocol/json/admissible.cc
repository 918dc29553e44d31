#include "protocol/json/admissible.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace waycast::json {
namespace {

constexpr std::size_t kEscape = 6;  // "\ud83d"
constexpr std::size_t kMaxExponent = 9;

// The UTF-16 unit of an escape that `text` starts with.
std::optional<unsigned> unit_of(std::string_view text) {
  if (text.size() < kEscape || !text.starts_with("\\u")) return std::nullopt;
  unsigned unit = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + kEscape, unit, 16);
  if (error != std::errc() || end != text.data() + kEscape) return std::nullopt;
  return unit;
}

bool is_high(std::optional<unsigned> unit) { return unit && *unit >= 0xD800 && *unit < 0xDC00; }
bool is_low(std::optional<unsigned> unit) { return unit && *unit >= 0xDC00 && *unit < 0xE000; }

// Copies the escape that `text` starts with, and its second half; returns how much was read.
std::size_t copy_escape(std::string_view text, std::string& out) {
  const auto unit = unit_of(text);
  if (is_high(unit) && is_low(unit_of(text.substr(kEscape)))) {
    out += text.substr(0, 2 * kEscape);
    return 2 * kEscape;
  }
  if (is_high(unit) || is_low(unit)) {
    out += "\\ufffd";
    return kEscape;
  }
  const std::string_view plain = text.substr(0, 2);
  out += plain;
  return plain.size();
}

// The same for an exponent: "e+10".
std::size_t copy_exponent(std::string_view text, std::string& out) {
  std::size_t start = 1;
  if (start < text.size() && (text[start] == '+' || text[start] == '-')) ++start;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", start), text.size());
  out += text.substr(0, start);
  std::string_view digits = text.substr(start, end - start);
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  if (digits.size() - zeros > kMaxExponent) {
    out.append(kMaxExponent, '9');
  } else {
    out += digits.substr(zeros == digits.size() && zeros > 0 ? zeros - 1 : zeros);
  }
  return end;
}

}  // namespace

std::string admissible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool in_string = false;
  while (!text.empty()) {
    const char c = text.front();
    std::size_t used = 1;
    if (in_string && c == '\\') {
      used = copy_escape(text, out);
    } else if (!in_string && (c == 'e' || c == 'E')) {
      used = copy_exponent(text, out);
    } else {
      if (c == '"') in_string = !in_string;
      out += c;
    }
    text.remove_prefix(used);
  }
  return out;
}

}  // namespace waycast::json
