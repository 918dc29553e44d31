// Text that people read in a terminal or in a file, broken into lines between its words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waycast::app {

// Lines of at most `width` bytes, with `separator` between them in place of the blank that stood
// there. A word that is longer than that has a line of its own.
std::string wrapped(std::string_view text, std::size_t width, std::string_view separator);

}  // namespace waycast::app
