// Looking texts up in hash tables without making a string first.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace waycast::realtime {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace waycast::realtime
