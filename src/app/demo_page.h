// What a browser sees at / of a demo: where to look. Compiled in from demo_page.html.
#pragma once

#include <string_view>

namespace waycast::app {

std::string_view demo_page();  // HTML

}  // namespace waycast::app
