// Reads query parameters, gathering errors as BodyReader does. An empty value is an absent one.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/body_reader.h"

namespace waycast::api {

class QueryReader {
 public:
  explicit QueryReader(std::string_view query) : query_(query) {}  // outlives the reader

  bool ok() const { return errors_.empty(); }
  const std::vector<FieldError>& errors() const { return errors_; }

  std::optional<std::string> text(std::string_view name);
  std::string search();  // `search`, trimmed; empty: everything
  std::optional<double> number(std::string_view name, Range range);
  std::optional<int> whole(std::string_view name, Range range);
  double required_number(std::string_view name, Range range);
  std::optional<bool> flag(std::string_view name);
  std::optional<TimePoint> time(std::string_view name);
  // `page` and `limit`: from 1 to `most`, `standard` if absent.
  PageRequest page(int standard = 20, int most = 100);
  GeoBox box();  // `north`, `south`, `east`, `west`; all absent: the whole Earth

  template <class Enum>
  std::optional<Enum> choice(std::string_view name) {
    const auto value = text(name);
    if (!value) return std::nullopt;
    const auto parsed = parse_enum<Enum>(*value);
    if (!parsed) add_error(name, "is not one of the known values");
    return parsed;
  }
  // "A,B,C"
  template <class Enum>
  std::vector<Enum> choices(std::string_view name) {
    std::vector<Enum> out;
    for (const auto& item : items(name)) {
      if (const auto parsed = parse_enum<Enum>(item)) {
        if (std::ranges::find(out, *parsed) == out.end()) out.push_back(*parsed);
      } else {
        add_error(name, "has an unknown value");
      }
    }
    return out;
  }

 private:
  std::vector<std::string> items(std::string_view name);
  void add_error(std::string_view name, std::string_view message);

  std::string_view query_;
  std::vector<FieldError> errors_;
};

}  // namespace waycast::api
