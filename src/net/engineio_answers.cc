#include "net/engineio_answers.h"

#include "base/json_writer.h"
#include "protocol/websocket/handshake.h"

namespace waycast::net {
namespace {

std::string_view message_of(EngineioError error) {
  switch (error) {
    case EngineioError::kUnknownTransport:
      return "Transport unknown";
    case EngineioError::kUnknownSession:
      return "Session ID unknown";
    case EngineioError::kBadMethod:
      return "Bad handshake method";
    case EngineioError::kBadRequest:
      return "Bad request";
    case EngineioError::kForbidden:
      return "Forbidden";
    case EngineioError::kUnsupportedVersion:
      return "Unsupported protocol version";
    case EngineioError::kFull:
      return "Server full";
    case EngineioError::kTooManySessions:
      return "Too many sessions from this address";
  }
  return "Bad request";
}

int status_of(EngineioError error) {
  switch (error) {
    case EngineioError::kForbidden:
      return 403;
    case EngineioError::kFull:
      return 503;
    case EngineioError::kTooManySessions:
      return 429;
    default:
      return 400;
  }
}

}  // namespace

http::Response error_answer(EngineioError error, const http::Request& request) {
  http::Response response;
  response.status = status_of(error);
  if (response.status == 503 || response.status == 429) {
    response.headers.push_back({"Retry-After", "5"});
  }
  if (websocket::wants_websocket(request)) {
    response.headers.push_back({"Content-Type", "text/plain"});
    response.body = message_of(error);
    return response;
  }
  response.headers.push_back({"Content-Type", "application/json"});
  JsonWriter(response.body)
      .begin_object()
      .field("code", static_cast<int>(error))
      .field("message", message_of(error))
      .end_object();
  return response;
}

http::Response payload_answer(std::string payload) {
  return {200,
          {{"Content-Type", "text/plain; charset=UTF-8"}, {"Cache-Control", "no-store"}},
          std::move(payload)};
}

http::Response post_answer() {
  return {200, {{"Content-Type", "text/html"}, {"Cache-Control", "no-store"}}, "ok"};
}

}  // namespace waycast::net
