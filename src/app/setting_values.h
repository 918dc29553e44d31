// How the text of a setting becomes a value: the kinds of row that the table is made of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/settings.h"
#include "base/error.h"

namespace waycast::app {

struct Range {
  double low = 0;
  double high = 0;
};

// Each parses the whole of `text`, or says what it must be ("must be a whole number, 1 to 64").
Result<std::size_t> parse_count(std::string_view text, Range allowed);
Result<double> parse_number(std::string_view text, Range allowed);
Result<bool> parse_switch(std::string_view text);         // true/false, on/off, 1/0, yes/no
Result<Duration> parse_time_span(std::string_view text);  // "30s", "500ms", "7d"
Result<std::vector<std::string>> parse_list(std::string_view text);  // comma separated
Result<std::string> parse_text(std::string_view text);               // not empty

// A name that the system knows: "Asia/Kolkata". Reads its file.
Result<std::string> parse_time_zone(std::string_view text);
std::string show_time_span(Duration span);  // "7d", "90s", "1500ms": the largest exact unit
std::string show_number(double value);
std::string show_list(const std::vector<std::string>& values);

// "postgresql://app:secret@host/db" with the password as ********.
std::string mask_password(std::string_view url);

}  // namespace waycast::app
