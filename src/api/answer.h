// The shape of every answer: `{success:true, message, data, meta?}` or
// `{success:false, message, code, errors?}` (docs/protocol.md, "REST"). The one place where an
// error's code becomes an HTTP status.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json_writer.h"
#include "protocol/http/message.h"
#include "tracking/entities.h"
#include "tracking/page.h"

namespace waycast::api {

int http_status(Code code);

struct FieldError {
  std::string field;
  std::string message;

  friend bool operator==(const FieldError&, const FieldError&) = default;
};

// Which part of a list this is.
struct PageMeta {
  PageRequest page;
  std::int64_t total = 0;
};

// `data` is a JSON text.
http::Response success(int status, std::string_view message, std::string_view data,
                       const PageMeta* meta = nullptr);
http::Response failure(const Error& error);
http::Response failure(const std::vector<FieldError>& errors);  // ERR_1001
// ERR_1003 with Retry-After.
http::Response too_many_requests(Duration retry_after, std::string_view message = {});

// The JSON text that `write` appends.
template <class Write>
std::string json_text(Write write) {
  std::string out;
  JsonWriter json(out);
  write(json);
  return out;
}

// A JSON array of `items`, each written by write(json, item).
template <class Items, class Write>
std::string json_list(const Items& items, Write write) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const auto& item : items) write(json, item);
  json.end_array();
  return out;
}

}  // namespace waycast::api
