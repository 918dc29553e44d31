#include "api/call.h"

namespace waycast::api {

Call::~Call() {
  if (respond_) send(failure(Error{Code::kInternal, "Internal error", {}}));
}

std::string_view Call::param(std::string_view name) const {
  for (const auto& [key, value] : params_) {
    if (key == name) return value;
  }
  return {};
}

void Call::send(http::Response response) {
  if (!respond_) return;
  auto respond = std::exchange(respond_, nullptr);
  respond(std::move(response));
}

void Call::intercept(UniqueFunction<void(http::Response, Respond)> step) {
  respond_ = [step = std::move(step), next = std::exchange(respond_, nullptr)](
                 http::Response response) mutable { step(std::move(response), std::move(next)); };
}

}  // namespace waycast::api
