#include "app/wrapped.h"

namespace waycast::app {

std::string wrapped(std::string_view text, std::size_t width, std::string_view separator) {
  std::string out;
  while (text.size() > width) {
    auto end = text.rfind(' ', width);
    if (end == text.npos) end = text.find(' ');
    if (end == text.npos) break;
    out.append(text.substr(0, end)).append(separator);
    text.remove_prefix(end + 1);
  }
  return out.append(text);
}

}  // namespace waycast::app
