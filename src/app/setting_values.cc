#include "app/setting_values.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "app/setting_urls.h"
#include "auth/duration.h"
#include "tracking/stats/time_zone.h"

namespace waycast::app {

namespace {

template <class Number>
bool read_whole(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

Result<std::size_t> parse_count(std::string_view text, Range allowed) {
  std::size_t value = 0;
  const bool is_number = read_whole(trimmed(text), value);
  if (!is_number || static_cast<double>(value) < allowed.low ||
      static_cast<double>(value) > allowed.high) {
    return fail(Code::kValidation,
                fmt::format("must be a whole number, {} to {}", allowed.low, allowed.high));
  }
  return value;
}

Result<double> parse_number(std::string_view text, Range allowed) {
  double value = 0;
  if (!read_whole(trimmed(text), value) || !(value >= allowed.low && value <= allowed.high)) {
    return fail(Code::kValidation,
                fmt::format("must be a number, {} to {}", allowed.low, allowed.high));
  }
  return value;
}

Result<bool> parse_switch(std::string_view text) {
  const std::string word = lower_case(trimmed(text));
  for (const std::string_view yes : {"true", "on", "1", "yes"}) {
    if (word == yes) return true;
  }
  for (const std::string_view no : {"false", "off", "0", "no"}) {
    if (word == no) return false;
  }
  return fail(Code::kValidation, "must be true or false");
}

Result<Duration> parse_time_span(std::string_view text) {
  const auto word = trimmed(text);
  const auto span = auth::parse_duration(word);
  if (!span || (word.back() >= '0' && word.back() <= '9')) {
    return fail(Code::kValidation, "must be a time such as 500ms, 30s, 5m, 12h or 7d");
  }
  return *span;
}

Result<Duration> parse_token_life(std::string_view text) {
  const auto span = auth::parse_duration(text);
  if (!span) return fail(Code::kValidation, "must be a time such as 500ms, 30s, 5m, 12h or 7d");
  if (*span < std::chrono::seconds{1}) {
    return fail(Code::kValidation, "must be 1s or more; a bare number is milliseconds");
  }
  return *span;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> values;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto item = trimmed(text.substr(0, comma));
    if (!item.empty()) values.emplace_back(item);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return values;
}

Result<std::vector<std::string>> parse_items(const std::vector<std::string>& items,
                                             const ParseItem& parse) {
  std::vector<std::string> values;
  for (const auto& item : items) {
    auto value = parse(item);
    if (!value) {
      return fail(Code::kValidation, fmt::format("holds \"{}\", which {}", mask_password(item),
                                                 value.error().message));
    }
    values.push_back(*std::move(value));
  }
  return values;
}

Result<std::string> parse_time_zone(std::string_view text) {
  if (TimeZone::load(text)) return std::string(text);
  return fail(Code::kValidation, "must be a time zone of this system, such as Asia/Kolkata or UTC");
}

Result<std::string> parse_ip_address(std::string_view text) {
  std::string address(trimmed(text));
  in6_addr parsed{};
  for (const int family : {AF_INET, AF_INET6}) {
    if (::inet_pton(family, address.c_str(), &parsed) == 1) return address;
  }
  return fail(Code::kValidation, "must be an IP address, such as 127.0.0.1 or ::1");
}

Result<std::string> parse_text(std::string_view text) {
  if (trimmed(text).empty()) return fail(Code::kValidation, "must not be empty");
  return std::string(text);
}

std::string show_time_span(Duration span) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> kUnits{
      {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}}};
  for (const auto& [unit, milliseconds] : kUnits) {
    if (span.count() != 0 && span.count() % milliseconds == 0) {
      return fmt::format("{}{}", span.count() / milliseconds, unit);
    }
  }
  return fmt::format("{}ms", span.count());
}

std::string show_number(double value) { return fmt::format("{}", value); }

std::string show_list(const std::vector<std::string>& values) {
  return fmt::format("{}", fmt::join(values, ","));
}

}  // namespace waycast::app
