#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/time_format.h"

namespace waycast {
namespace {

void append_escaped(std::string& out, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
  }
}

bool must_be_escaped(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

template <class Number>
void append_chars(std::string& out, Number value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
}

// The shortest text of a number with up to seven decimals, which most are, without the tables that
// std::to_chars reads. False: it is another one.
bool append_few_decimals(std::string& out, double value) {
  constexpr int kDecimals = 7;
  constexpr std::int64_t kUnit = 10'000'000;
  constexpr double kLimit = 1e8;  // its digits, and so each quotient of them, are exact below
  if (!(std::abs(value) < kLimit)) return false;
  const double scaled = value * static_cast<double>(kUnit);
  const auto digits = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
  if (static_cast<double>(digits) / static_cast<double>(kUnit) != value) return false;

  if (digits < 0) out += '-';
  const std::int64_t absolute = std::abs(digits);
  append_chars(out, absolute / kUnit);
  std::int64_t fraction = absolute % kUnit;
  if (fraction == 0) return true;
  std::array<char, kDecimals + 1> text;
  text[0] = '.';
  std::size_t size = 0;
  for (std::size_t i = kDecimals; i > 0; --i, fraction /= 10) {
    text[i] = static_cast<char>('0' + fraction % 10);
    if (size == 0 && text[i] != '0') size = i + 1;
  }
  out.append(text.data(), size);
  return true;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto escaped = std::ranges::find_if(text, must_be_escaped);
    const auto plain = static_cast<std::size_t>(escaped - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    append_escaped(out, static_cast<unsigned char>(text.front()));
    text.remove_prefix(1);
  }
  out += '"';
}

void append_json_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  if (!append_few_decimals(out, value)) append_chars(out, value);
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  comma_ = true;
  return *this;
}

void JsonWriter::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  separate();
  append_json_number(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  separate();
  append_chars(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
  separate();
  append_chars(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(bool flag) { return raw(flag ? "true" : "false"); }

JsonWriter& JsonWriter::value(TimePoint at) {
  separate();
  out_ += '"';
  append_time(out_, at);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace waycast
