// The double nearest to a number of JSON's grammar. For sources of this folder only.
#pragma once

#include <string_view>

namespace waycast::json {

// As JSON.parse: too small for a double is zero, too large is infinite.
double exact_double(std::string_view number);

}  // namespace waycast::json
