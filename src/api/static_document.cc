#include "api/static_document.h"

#include <utility>

#include "api/call.h"
#include "api/representation.h"

namespace waycast::api {

http::Response text_response(std::string_view type, std::string body) {
  return {.status = 200, .headers = {{"Content-Type", std::string(type)}}, .body = std::move(body)};
}

Handler static_document(http::Response page) {
  http::Response plain = page, packed = std::move(page);
  represent(plain, {.accept_encoding = {}, .if_none_match = {}, .reads = true});
  represent(packed, {.accept_encoding = "gzip", .if_none_match = {}, .reads = true});
  return [plain = std::move(plain), packed = std::move(packed)](const CallRef& call) {
    const Asked asked = asked_by(call->request());
    http::Response answer = accepts_gzip(asked.accept_encoding) ? packed : plain;
    spare_unchanged(answer, asked.if_none_match);
    call->send(std::move(answer));
  };
}

Handler static_document(std::string_view type, std::string_view text) {
  return static_document(text_response(type, std::string(text)));
}

}  // namespace waycast::api
