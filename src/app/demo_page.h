// What a browser sees at / of a demo: where to look.
#pragma once

#include <string>

namespace waycast::app {

std::string demo_page();  // HTML

}  // namespace waycast::app
