#include "api/router.h"

#include <algorithm>
#include <charconv>

namespace waycast::api {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    if (path.front() == '/') path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    if (end > 0 || end < path.size()) out.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return out;
}

bool is_named(std::string_view segment) { return segment.starts_with(':'); }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
  return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                    [](std::string_view want, std::string_view have) {
                      return is_named(want) ? !have.empty() : want == have;
                    });
}

// Literal segments first, from the left.
bool more_literal(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](std::string_view x, std::string_view y) { return !is_named(x) && is_named(y); });
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const char* digits = text.data() + i + 1;
      if (std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
        out += static_cast<char>(value);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, Access access, Handler handler,
                 Throttle throttle) {
  std::vector<std::string> segments;
  for (const auto segment : split(pattern)) segments.emplace_back(segment);
  auto place = std::find_if(patterns_.begin(), patterns_.end(),
                            [&](const Pattern& p) { return p.segments == segments; });
  if (place == patterns_.end()) {
    place = std::find_if(patterns_.begin(), patterns_.end(),
                         [&](const Pattern& p) { return more_literal(segments, p.segments); });
    place = patterns_.insert(place, Pattern{std::move(segments), {}});
  }
  place->routes.push_back(
      {std::string(method), std::string(pattern), access, std::move(handler), throttle});
}

const Router::Pattern* Router::best(const std::vector<std::string_view>& segments) const {
  const auto found = std::find_if(patterns_.begin(), patterns_.end(),
                                  [&](const Pattern& p) { return fits(p.segments, segments); });
  return found == patterns_.end() ? nullptr : &*found;
}

bool Router::has_long_param(const Pattern& pattern, const std::vector<std::string_view>& path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_named(pattern.segments[i]) && path[i].size() > kMaxParam) return true;
  }
  return false;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  const auto segments = split(path);
  const Pattern* pattern = best(segments);
  if (pattern == nullptr || has_long_param(*pattern, segments)) return {};
  Match match;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const Route& route : pattern->routes) {
    if (route.method == wanted) match.route = &route;
    match.allow += route.method + ", ";
  }
  match.allow += "OPTIONS";
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string& name = pattern->segments[i];
    if (is_named(name)) match.params.emplace_back(name.substr(1), percent_decoded(segments[i]));
    match.path += "/" + (is_named(name) ? match.params.back().second : name);
  }
  return match;
}

std::vector<const Route*> Router::routes() const {
  std::vector<const Route*> out;
  for (const Pattern& pattern : patterns_) {
    for (const Route& route : pattern.routes) out.push_back(&route);
  }
  return out;
}

}  // namespace waycast::api
