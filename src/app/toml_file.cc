#include "app/toml_file.h"

#include <fmt/format.h>

#include <toml++/toml.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/json_writer.h"

namespace waycast::app {

namespace {

std::optional<TomlValue> read_scalar(const toml::node& node) {
  using Type = TomlValue::Type;
  if (const auto* text = node.as_string()) return TomlValue{Type::kText, text->get(), {}};
  if (const auto* whole = node.as_integer()) {
    return TomlValue{Type::kNumber, std::to_string(whole->get()), {}};
  }
  if (const auto* number = node.as_floating_point()) {
    return TomlValue{Type::kNumber, fmt::format("{}", number->get()), {}};
  }
  if (const auto* flag = node.as_boolean()) {
    return TomlValue{Type::kSwitch, flag->get() ? "true" : "false", {}};
  }
  return std::nullopt;
}

std::optional<TomlValue> read_value(const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr) return read_scalar(node);
  TomlValue value{TomlValue::Type::kList, {}, {}};
  for (const auto& item : *list) {
    auto scalar = read_scalar(item);
    if (!scalar) return std::nullopt;
    value.items.push_back(std::move(scalar->text));
  }
  return value;
}

Result<toml::table> parse(const std::string& text, const std::string& path) {
  try {
    return toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return fail(Code::kValidation,
                fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()),
                "config");
  }
}

}  // namespace

Result<std::map<std::string, TomlValue>> read_toml_file(const std::string& path) {
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path))
    return fail(Code::kValidation, fmt::format("{}: cannot be read", path), "config");
  std::stringstream text;
  text << file.rdbuf();
  const auto table = parse(text.str(), path);
  if (!table) return std::unexpected(table.error());
  std::map<std::string, TomlValue> values;
  for (const auto& [key, node] : *table) {
    auto value = read_value(node);
    if (!value) {
      return fail(Code::kValidation,
                  fmt::format("{}: \"{}\" must be text, a number, true, false or a list of these",
                              path, key.str()),
                  std::string(key.str()));
    }
    values.emplace(key.str(), *std::move(value));
  }
  return values;
}

std::string toml_quoted(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  // The one character that JSON allows in a string and TOML does not.
  for (auto at = quoted.find('\x7f'); at != std::string::npos; at = quoted.find('\x7f', at)) {
    quoted.replace(at, 1, "\\u007F");
  }
  return quoted;
}

std::string toml_list(const std::vector<std::string>& items) {
  std::string list;
  for (const auto& item : items) list += (list.empty() ? "" : ", ") + toml_quoted(item);
  return "[" + list + "]";
}

}  // namespace waycast::app
