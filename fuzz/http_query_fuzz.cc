// Queries and header searches never read outside their text, and decoding only shortens.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "protocol/http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  waycast::http::Request request;
  request.target.assign(reinterpret_cast<const char*>(data), size);
  if (request.path().size() + request.query().size() > size) std::abort();
  for (const std::string_view name : {"a", "EIO", "sid", ""}) {
    const auto value = waycast::http::query_value(request.query(), name);
    if (value.value.size() > size || (!value.found && !value.value.empty())) std::abort();
  }
  return 0;
}
