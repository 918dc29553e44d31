// Boost.JSON values to JSON text with the shortest exact numbers (12.5, not 1.25E1), as
// base/json_writer.h writes them.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

namespace waycast::json {

// Appends `value` as JSON.
void append_json(std::string& out, const boost::json::value& value);

// Appends the elements separated by commas, without brackets: what socketio::encode_event takes.
void append_elements(std::string& out, const boost::json::array& values);

}  // namespace waycast::json
