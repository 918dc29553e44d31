// The kinds of row that the table of settings is made of, and its groups (setting_table.h).
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/setting_row_parts.h"
#include "app/setting_table.h"
#include "app/setting_values.h"

namespace waycast::app {

template <class Field>
SettingRow count_row(std::string name, std::string help, Range allowed, Field field) {
  auto row = make_row(
      std::move(name), std::move(help), field,
      [allowed](std::string_view text) { return parse_count(text, allowed); },
      [](auto value) { return std::to_string(value); });
  row.allowed = allowed;
  return of_kind(SettingKind::kCount, std::move(row));
}

template <class Field>
SettingRow number_row(std::string name, std::string help, Range allowed, Field field) {
  auto row = make_row(
      std::move(name), std::move(help), field,
      [allowed](std::string_view text) { return parse_number(text, allowed); }, show_number);
  row.allowed = allowed;
  return of_kind(SettingKind::kNumber, std::move(row));
}

// Of a bool, or an enumeration of off and on.
template <class Field>
SettingRow switch_row(std::string name, std::string help, Field field) {
  return of_kind(SettingKind::kSwitch,
                 make_row(std::move(name), std::move(help), field, parse_switch,
                          [](auto value) { return static_cast<bool>(value) ? "true" : "false"; }));
}

template <class Field>
SettingRow time_row(std::string name, std::string help, Field field) {
  return of_kind(SettingKind::kTime, make_row(std::move(name), std::move(help), field,
                                              parse_time_span, show_time_span));
}

template <class Field>
SettingRow text_row(std::string name, std::string help, Field field) {
  return make_row(std::move(name), std::move(help), field, parse_text,
                  [](const std::string& value) { return value; });
}

// A text that `parse` looks at, such as the `examples`.
template <class Field>
SettingRow checked_row(std::string name, std::string help, ParseItem parse,
                       std::vector<std::string> examples, Field field) {
  auto row = make_row(std::move(name), std::move(help), field, std::move(parse),
                      [](const std::string& value) { return value; });
  row.examples = std::move(examples);
  return row;
}

template <class Enum>
using Choices = std::vector<std::pair<std::string, Enum>>;

template <class Enum>
Result<Enum> parse_choice(const Choices<Enum>& choices, std::string_view text) {
  const std::string wanted = lower_case(trimmed(text));
  std::string names;
  for (const auto& [name, value] : choices) {
    if (name == wanted) return value;
    names += (names.empty() ? "" : ", ") + name;
  }
  return fail(Code::kValidation, "must be one of " + names);
}

template <class Enum, class Field>
SettingRow choice_row(std::string name, std::string help, const Choices<Enum>& choices,
                      Field field) {
  auto row = make_row(
      std::move(name), std::move(help), field,
      [choices](std::string_view text) { return parse_choice(choices, text); },
      [choices](Enum value) {
        return std::ranges::find(choices, value, &std::pair<std::string, Enum>::second)->first;
      });
  for (const auto& [choice, value] : choices) row.examples.push_back(choice);
  return row;
}

using SettingRows = std::vector<SettingRow>;

// The groups, in the order in which they are told. Each has a file, setting_rows_*.cc; bookings are
// in that of accounts.
void add_server_rows(SettingRows& rows);
void add_sign_in_rows(SettingRows& rows);
void add_connection_rows(SettingRows& rows);
void add_live_rows(SettingRows& rows);
void add_matching_rows(SettingRows& rows);
void add_booking_rows(SettingRows& rows);
void add_account_rows(SettingRows& rows);
void add_storage_rows(SettingRows& rows);
void add_webhook_rows(SettingRows& rows);

}  // namespace waycast::app
