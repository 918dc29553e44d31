// The kinds of row that the table of settings is made of, and its groups (setting_table.h).
#pragma once

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/setting_table.h"
#include "app/setting_values.h"

namespace waycast::app {

// `field` is a callable Settings& -> T&, for a const and a mutable Settings alike.
template <class Field, class Parse, class Show>
SettingRow make_row(std::string name, std::string variable, std::string help, Field field,
                    Parse parse, Show show) {
  auto assign = [field, parse = std::move(parse)](Settings& settings,
                                                  std::string_view text) -> Result<void> {
    auto value = parse(text);
    if (!value) return std::unexpected(value.error());
    field(settings) = static_cast<std::decay_t<decltype(field(settings))>>(*std::move(value));
    return {};
  };
  auto print = [field, show = std::move(show)](const Settings& settings) {
    return show(field(settings));
  };
  return {std::move(name), std::move(variable), std::move(help),
          false,           std::move(assign),   std::move(print)};
}

template <class Field>
SettingRow count_row(std::string name, std::string variable, std::string help, Range allowed,
                     Field field) {
  return make_row(
      std::move(name), std::move(variable), std::move(help), field,
      [allowed](std::string_view text) { return parse_count(text, allowed); },
      [](auto value) { return std::to_string(value); });
}

template <class Field>
SettingRow number_row(std::string name, std::string variable, std::string help, Range allowed,
                      Field field) {
  return make_row(
      std::move(name), std::move(variable), std::move(help), field,
      [allowed](std::string_view text) { return parse_number(text, allowed); }, show_number);
}

// Of a bool, or an enumeration of off and on.
template <class Field>
SettingRow switch_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_switch,
                  [](auto value) { return static_cast<bool>(value) ? "true" : "false"; });
}

template <class Field>
SettingRow time_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_time_span,
                  show_time_span);
}

template <class Field>
SettingRow text_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_text,
                  [](const std::string& value) { return value; });
}

template <class Field>
SettingRow list_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_list,
                  show_list);
}

template <class Enum>
using Choices = std::vector<std::pair<std::string, Enum>>;

template <class Enum>
Result<Enum> parse_choice(const Choices<Enum>& choices, std::string_view text) {
  std::string names;
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    names += (names.empty() ? "" : ", ") + name;
  }
  return fail(Code::kValidation, "must be one of " + names);
}

template <class Enum, class Field>
SettingRow choice_row(std::string name, std::string variable, std::string help,
                      const Choices<Enum>& choices, Field field) {
  return make_row(
      std::move(name), std::move(variable), std::move(help), field,
      [choices](std::string_view text) { return parse_choice(choices, text); },
      [choices](Enum value) {
        return std::ranges::find(choices, value, &std::pair<std::string, Enum>::second)->first;
      });
}

// The groups that have a file of their own, setting_rows_*.cc.
void add_live_rows(std::vector<SettingRow>& rows);
void add_matching_rows(std::vector<SettingRow>& rows);
void add_account_rows(std::vector<SettingRow>& rows);
void add_storage_rows(std::vector<SettingRow>& rows);

}  // namespace waycast::app
