#include "api/idempotency.h"

#include <fmt/format.h>

#include <charconv>

#include "api/content_hash.h"
#include "api/repeatable.h"
#include "tracking/bookings/keep_answer.h"

namespace waycast::api {
namespace {

constexpr std::size_t kMaxKey = 200;  // bytes

std::string scope_of(const Call& call) {
  return fmt::format("{} {} {}", call.who().key(), call.request().method, call.route_path());
}

std::string fingerprint(std::string_view body) {
  return fmt::format("{:016x}{:x}", content_hash(body), body.size());
}

http::Response conflict(std::string_view message) {
  return failure(Error{Code::kDuplicate, std::string(message), "Idempotency-Key"});
}

// As repeatable.cc stored it: "<fingerprint of the body> <status> <body of the answer>".
http::Response replay(std::string_view stored, const std::string& print) {
  if (!stored.starts_with(print + " ")) {
    return conflict("This Idempotency-Key was used with another body");
  }
  stored.remove_prefix(print.size() + 1);
  int status = 200;
  std::from_chars(stored.data(), stored.data() + stored.size(), status);
  return {.status = status,
          .headers = {{"Content-Type", "application/json; charset=utf-8"},
                      {"Idempotency-Replayed", "true"}},
          .body = std::string(stored.substr(stored.find(' ') + 1))};
}

}  // namespace

// Says that a key is running, as long as it exists.
class Idempotency::Claim {
 public:
  // Null if the key is running already.
  static std::shared_ptr<Claim> take(const std::shared_ptr<Running>& running,
                                     const RepeatKey& key) {
    const std::lock_guard lock(running->mutex);
    const std::string name = key.scope + "\n" + key.key;
    if (!running->keys.insert(name).second) return nullptr;
    return std::make_shared<Claim>(running, name);
  }
  Claim(std::shared_ptr<Running> running, std::string name)
      : running_(std::move(running)), name_(std::move(name)) {}
  ~Claim() {
    const std::lock_guard lock(running_->mutex);
    running_->keys.erase(name_);
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

 private:
  std::shared_ptr<Running> running_;
  const std::string name_;
};

void Idempotency::run(const CallRef& call, const Handler& handler) {
  const std::string given(call->request().header("Idempotency-Key"));
  if (given.empty()) return handler(call);
  if (given.size() > kMaxKey) {
    return call->fail(Error{Code::kValidation, "Idempotency-Key is too long", "Idempotency-Key"});
  }
  const auto repeatable = std::make_shared<const Repeatable>(
      RepeatKey{scope_of(*call), given, call->who().key(), services_.clock.now()},
      fingerprint(call->request().body), &room_);
  auto claim = Claim::take(running_, repeatable->key);
  if (!claim) return call->fail(already_running());
  call->intercept([claim = std::move(claim)](http::Response response, Call::Respond next) {
    next(std::move(response));
  });
  services_.store.read(
      call->loop(),
      [key = repeatable->key](StoreReads& reads) {
        return reads.idempotent_answer(key.scope, key.key);
      },
      call->then([call, handler, repeatable](const std::optional<std::string>& stored) {
        if (stored) return call->send(replay(*stored, repeatable->fingerprint));
        call->set_repeatable(repeatable);
        handler(call);
      }));
}

}  // namespace waycast::api
