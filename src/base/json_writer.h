// Appends JSON text to a string: no tree, no allocation beyond the string. Numbers are the shortest
// text that reads back exactly (12.9715987, not 1.29715987E1).
//
//   JsonWriter w(out);
//   w.begin_object().field("lat", 12.5).field("name", "Ana").null_field("speed").end_object();
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"

namespace waycast {

void append_json_string(std::string& out, std::string_view text);
void append_json_number(std::string& out, double value);  // NaN and infinities: null

class JsonWriter {
 public:
  // `out` outlives the writer; text is appended.
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(TimePoint at);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // `json` is a complete JSON text

  template <class Tag>
  JsonWriter& value(const Id<Tag>& id) {
    return value(std::string_view(id.str()));
  }
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  template <class T>
  JsonWriter& field(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  // Writes the field only if there is a value: for optional fields.
  template <class T>
  JsonWriter& optional_field(std::string_view name, const std::optional<T>& v) {
    return v ? field(name, *v) : *this;
  }
  JsonWriter& null_field(std::string_view name) { return key(name).null(); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string& out_;
  bool comma_ = false;
};

}  // namespace waycast
