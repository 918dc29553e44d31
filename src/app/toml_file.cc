#include "app/toml_file.h"

#include <fmt/format.h>

#include <toml++/toml.h>

#include <fstream>
#include <optional>
#include <sstream>

#include "base/json_writer.h"

namespace waycast::app {

namespace {

std::optional<std::string> scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  return std::nullopt;
}

std::optional<std::string> node_text(const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr) return scalar_text(node);
  std::string joined;
  for (const auto& item : *list) {
    const auto text = scalar_text(item);
    if (!text) return std::nullopt;
    joined += (joined.empty() ? "" : ",") + *text;
  }
  return joined;
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

Result<std::map<std::string, std::string>> read_toml_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) return fail(Code::kValidation, fmt::format("{}: cannot be read", path), "config");
  std::stringstream text;
  text << file.rdbuf();
  const auto table = parse(text.str(), path);
  if (!table) return std::unexpected(table.error());
  std::map<std::string, std::string> values;
  for (const auto& [key, node] : *table) {
    const auto value = node_text(node);
    if (!value) {
      return fail(Code::kValidation,
                  fmt::format("{}: \"{}\" must be text, a number, true, false or a list of these",
                              path, key.str()),
                  std::string(key.str()));
    }
    values.emplace(key.str(), *value);
  }
  return values;
}

std::string toml_quoted(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  return quoted;
}

}  // namespace waycast::app
