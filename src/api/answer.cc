#include "api/answer.h"

#include <algorithm>

namespace waycast::api {
namespace {

http::Response json_response(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json; charset=utf-8"}},
          .body = std::move(body)};
}

void write_meta(JsonWriter& json, const PageMeta& meta) {
  const std::int64_t limit = meta.page.limit;
  json.key("meta")
      .begin_object()
      .field("page", meta.page.page)
      .field("limit", meta.page.limit)
      .field("total", meta.total)
      .field("pages", (meta.total + limit - 1) / limit)
      .end_object();
}

http::Response failed(Code code, std::string_view message, const std::vector<FieldError>& errors) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("success", false).field("message", message);
  json.field("code", code_string(code));
  if (!errors.empty()) {
    json.key("errors").begin_array();
    for (const auto& [field, text] : errors) {
      json.begin_object().field("field", field).field("message", text).end_object();
    }
    json.end_array();
  }
  json.end_object();
  auto response = json_response(http_status(code), std::move(body));
  if (response.status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

}  // namespace

int http_status(Code code) {
  const int number = static_cast<int>(code);
  if (code == Code::kValidation) return 400;
  if (code == Code::kNotFound) return 404;
  if (code == Code::kRateLimit) return 429;
  if (code == Code::kUnavailable) return 503;
  switch (number / 100) {
    case 11:
      return 401;
    case 12:
      return 403;
    case 13:
      return 404;
    case 14:
      return 409;
    default:
      return 500;
  }
}

http::Response success(int status, std::string_view message, std::string_view data,
                       const PageMeta* meta) {
  std::string body;
  body.reserve(data.size() + 128);
  JsonWriter json(body);
  json.begin_object().field("success", true).field("message", message);
  json.key("data").raw(data);
  if (meta != nullptr) write_meta(json, *meta);
  json.end_object();
  return json_response(status, std::move(body));
}

http::Response failure(const Error& error) {
  std::vector<FieldError> errors;
  if (!error.field.empty()) errors.push_back({error.field, error.message});
  auto response = failed(error.code, error.message, errors);
  // What is full now may have room in a moment.
  const bool may_repeat = response.status == 429 || response.status == 503;
  if (may_repeat) response.headers.push_back({"Retry-After", "1"});
  return response;
}

http::Response failure(const std::vector<FieldError>& errors) {
  return failed(Code::kValidation, default_message(Code::kValidation), errors);
}

http::Response too_many_requests(Duration retry_after, std::string_view message) {
  auto response =
      failed(Code::kRateLimit, message.empty() ? default_message(Code::kRateLimit) : message, {});
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(retry_after).count();
  response.headers.push_back({"Retry-After", std::to_string(std::max<std::int64_t>(1, seconds))});
  return response;
}

}  // namespace waycast::api
