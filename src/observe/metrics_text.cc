#include "observe/metrics_text.h"

#include <fmt/format.h>

#include <iterator>

namespace waycast::observe {

namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
}

}  // namespace

MetricsText& MetricsText::begin(std::string_view name, std::string_view help,
                                std::string_view type) {
  name_ = name;
  fmt::format_to(std::back_inserter(text_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
  return *this;
}

MetricsText& MetricsText::histogram(std::string_view name, std::string_view help,
                                    std::span<const double> limits, std::span<const double> counts,
                                    double sum) {
  begin(name, help, "histogram");
  double total = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    total += counts[i];
    const std::string limit = i < limits.size() ? fmt::format("{}", limits[i]) : "+Inf";
    fmt::format_to(std::back_inserter(text_), "{}_bucket{{le=\"{}\"}} {}\n", name, limit, total);
  }
  fmt::format_to(std::back_inserter(text_), "{0}_sum {1}\n{0}_count {2}\n", name, sum, total);
  return *this;
}

MetricsText& MetricsText::sample(double value, std::initializer_list<Label> labels) {
  text_ += name_;
  char separator = '{';
  for (const auto& [label, text] : labels) {
    text_ += separator;
    text_.append(label).append("=\"");
    append_escaped(text_, text);
    text_ += '"';
    separator = ',';
  }
  if (labels.size() > 0) text_ += '}';
  fmt::format_to(std::back_inserter(text_), " {}\n", value);
  return *this;
}

}  // namespace waycast::observe
