#include "realtime/event.h"

#include <boost/json/array.hpp>

#include "protocol/json/exact_write.h"

namespace waycast::realtime {

std::string Event::args_text() const {
  std::string text;
  json::append_elements(text, args);
  return text;
}

}  // namespace waycast::realtime
