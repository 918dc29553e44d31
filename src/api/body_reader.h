// Reads a JSON body field by field and gathers what is wrong with it, so that an answer names every
// bad field at once. `null` means absent (docs/protocol.md, "Events to the server"), but clears a
// field of a PATCH that may be empty.
//
//   BodyReader body(call->request().body);
//   const auto label = body.text("label", 50);
//   if (!body.ok()) return call->fail(body.errors());
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/answer.h"
#include "base/clock.h"
#include "base/geo.h"
#include "tracking/enums.h"
#include "tracking/points.h"

namespace waycast::api {

struct Range {
  double low = 0;
  double high = 0;
};

// A field of a PATCH: absent keeps what is there, null clears it.
template <class T>
struct Patch {
  bool is_given = false;
  std::optional<T> value;

  void apply(std::optional<T>& kept) const {
    if (is_given) kept = value;
  }
};

class BodyReader {
 public:
  // An empty body reads as `{}`.
  explicit BodyReader(std::string_view json);
  ~BodyReader();
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;

  bool ok() const { return errors_.empty(); }
  const std::vector<FieldError>& errors() const { return errors_; }
  bool has(std::string_view field) const;       // present and not null
  bool mentions(std::string_view field) const;  // present, perhaps null

  // Each returns a harmless value after noting an error. Text is trimmed; lengths count characters
  // (code points), so that at most four times as many bytes are kept.
  std::string text(std::string_view field, std::size_t max);
  std::optional<std::string> optional_text(std::string_view field, std::size_t max);
  std::string secret(std::string_view field, std::size_t max);  // not trimmed
  // Numbers that people type (text/typed_text.h), and codes: these without spaces and hyphens.
  std::string plain(std::string_view field, std::size_t max);
  std::optional<std::string> optional_plain(std::string_view field, std::size_t max);
  std::string code(std::string_view field, std::size_t max);
  std::optional<std::string> optional_code(std::string_view field, std::size_t max);
  std::string phone(std::string_view field);  // normalised, see phone.h
  double number(std::string_view field, Range range);
  std::optional<double> optional_number(std::string_view field, Range range);
  bool flag(std::string_view field);
  std::optional<bool> optional_flag(std::string_view field);
  std::optional<TimePoint> optional_time(std::string_view field);  // from 2000 on
  std::optional<TimePoint> optional_date(std::string_view field);  // "1990-12-31", or a time of it
  LatLng position();                                               // `lat` and `lng`
  Location location();  // as of `pilot:location`: unknown heading, speed, accuracy are null

  template <class Enum>
  std::optional<Enum> optional_choice(std::string_view field) {
    const auto name = optional_text(field, 40);
    if (!name) return std::nullopt;
    const auto value = parse_enum<Enum>(*name);
    if (!value) add_error(field, "is not one of the known values");
    return value;
  }
  template <class Enum>
  Enum choice(std::string_view field) {
    if (!has(field)) add_error(field, "is required");
    return optional_choice<Enum>(field).value_or(Enum{});
  }

  // Fields of a PATCH that may be cleared.
  Patch<std::string> text_patch(std::string_view field, std::size_t max) {
    return {mentions(field), optional_text(field, max)};
  }
  Patch<std::string> plain_patch(std::string_view field, std::size_t max) {
    return {mentions(field), optional_plain(field, max)};
  }
  Patch<TimePoint> date_patch(std::string_view field) {
    return {mentions(field), optional_date(field)};
  }
  template <class Enum>
  Patch<Enum> choice_patch(std::string_view field) {
    return {mentions(field), optional_choice<Enum>(field)};
  }

  void add_error(std::string_view field, std::string message);

 private:
  const boost::json::value* find(std::string_view field) const;  // null: absent
  const boost::json::value* demand(std::string_view field);
  std::optional<std::string> typed(std::string_view field, std::size_t max,
                                   std::string (*normalise)(std::string_view));
  std::string not_empty(std::string_view field, std::optional<std::string> value);
  std::optional<double> measure(std::string_view field, Range range);

  std::unique_ptr<boost::json::object> object_;
  std::vector<FieldError> errors_;
};

}  // namespace waycast::api
