// What the kinds of row are made from, and the row of a list (setting_rows.h).
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/setting_table.h"
#include "app/setting_values.h"

namespace waycast::app {

std::string variable_of(std::string_view name);  // "WAYCAST_OFFER_TIME" of "offer_time"

// `field` is a callable Settings& -> T&, for a const and a mutable Settings alike. The row is a
// text's.
template <class Field, class Parse, class Show>
SettingRow make_row(std::string name, std::string help, Field field, Parse parse, Show show) {
  SettingRow row;
  row.name = std::move(name);
  row.variable = variable_of(row.name);
  row.help = std::move(help);
  row.assign = [field, parse = std::move(parse)](Settings& settings,
                                                 std::string_view text) -> Result<void> {
    auto value = parse(text);
    if (!value) return std::unexpected(value.error());
    field(settings) = static_cast<std::decay_t<decltype(field(settings))>>(*std::move(value));
    return {};
  };
  row.show = [field, show = std::move(show)](const Settings& settings) {
    return show(field(settings));
  };
  return row;
}

// A variable that the existing app reads, too, by the name that it has there.
inline SettingRow from_variable(std::string variable, SettingRow row) {
  row.variable = std::move(variable);
  return row;
}

inline SettingRow secret(SettingRow row) {
  row.is_secret = true;
  return row;
}

inline SettingRow of_kind(SettingKind kind, SettingRow row) {
  row.kind = kind;
  return row;
}

// `parse` looks at each item.
template <class Field>
SettingRow list_row(std::string name, std::string help, Field field, ParseItem parse = parse_text,
                    std::vector<std::string> examples = {}) {
  auto row = make_row(
      std::move(name), std::move(help), field,
      [parse](std::string_view text) { return parse_items(split_list(text), parse); }, show_list);
  row.assign_items = [field, parse](Settings& settings,
                                    const std::vector<std::string>& items) -> Result<void> {
    auto values = parse_items(items, parse);
    if (!values) return std::unexpected(values.error());
    field(settings) = *std::move(values);
    return {};
  };
  row.items = [field](const Settings& settings) { return field(settings); };
  row.examples = std::move(examples);
  return of_kind(SettingKind::kList, std::move(row));
}

}  // namespace waycast::app
