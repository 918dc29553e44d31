#include "net/request_sketch.h"

#include <algorithm>
#include <array>

namespace waycast::net {

namespace {

std::string_view sketched_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find("\r\n"));
  rest.remove_prefix(std::min(line.size() + 2, rest.size()));
  return line;
}

std::string_view until_space(std::string_view& rest) {
  const std::string_view word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  return word;
}

bool is_sketched(std::string_view name) {
  constexpr std::array<std::string_view, 3> kNames{"Origin", "Upgrade", "X-Request-Id"};
  return std::ranges::any_of(
      kNames, [name](std::string_view wanted) { return http::same_name(name, wanted); });
}

}  // namespace

http::Request sketch_request(std::string_view input) {
  while (input.starts_with("\r\n")) input.remove_prefix(2);
  http::Request request;
  std::string_view first = sketched_line(input);
  request.method = until_space(first);
  request.target = until_space(first);
  while (!input.empty()) {
    const std::string_view line = sketched_line(input);
    if (line.empty()) break;
    const std::size_t colon = std::min(line.find(':'), line.size());
    if (!is_sketched(line.substr(0, colon))) continue;
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    request.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  }
  return request;
}

}  // namespace waycast::net
