// How the text of a setting becomes a value: the kinds of row that the table is made of.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"

namespace waycast::app {

struct Range {
  double low = 0;
  double high = 0;
};

std::string_view trimmed(std::string_view text);  // without the blanks around it
std::string lower_case(std::string_view text);    // ASCII

// Each parses the whole of `text`, blanks around it aside, or says what it must be ("must be a
// whole number, 1 to 64").
Result<std::size_t> parse_count(std::string_view text, Range allowed);
Result<double> parse_number(std::string_view text, Range allowed);
Result<bool> parse_switch(std::string_view text);       // true/false, on/off, 1/0, yes/no, any case
Result<std::string> parse_text(std::string_view text);  // not blank; kept as it is
Result<std::string> parse_time_zone(std::string_view text);  // reads the system's file of it
Result<std::string> parse_ip_address(std::string_view text);

// "30s", "500ms", "1.5h": a bare number has no meaning that everybody expects.
Result<Duration> parse_time_span(std::string_view text);
// Of JWT_EXPIRES_IN: a bare number is milliseconds, as jsonwebtoken reads it. A second or more.
Result<Duration> parse_token_life(std::string_view text);

std::vector<std::string> split_list(std::string_view text);  // at commas, without empty items
using ParseItem = std::function<Result<std::string>(std::string_view)>;
Result<std::vector<std::string>> parse_items(const std::vector<std::string>& items,
                                             const ParseItem& parse);

std::string show_time_span(Duration span);  // "7d", "90s", "1500ms": the largest exact unit
std::string show_number(double value);
std::string show_list(const std::vector<std::string>& values);

}  // namespace waycast::app
