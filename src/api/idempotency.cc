#include "api/idempotency.h"

#include <fmt/format.h>

#include <charconv>

#include "api/content_hash.h"
#include "api/repeatable.h"

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

Error already_running() {
  return {Code::kDuplicate, "A request with this Idempotency-Key is in progress",
          "Idempotency-Key"};
}

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
  const auto key =
      std::make_shared<const RepeatKey>(scope_of(*call), given, fingerprint(call->request().body),
                                        services_.clock.now(), call->who().key(), &room_);
  auto claim = Claim::take(running_, *key);
  if (!claim) return call->fail(already_running());
  call->intercept([claim = std::move(claim)](http::Response response, Call::Respond next) {
    next(std::move(response));
  });
  services_.store.read(
      call->loop(),
      [key](StoreReads& reads) { return reads.idempotent_answer(key->scope, key->key); },
      call->then([call, handler, key](const std::optional<std::string>& stored) {
        if (stored) return call->send(replay(*stored, key->fingerprint));
        call->set_repeat_key(key);
        handler(call);
      }));
}

// Stored as "<fingerprint of the body> <status> <body of the answer>".
Result<void> store_answer(StoreWrites& writes, const RepeatKey& key,
                          const http::Response& response) {
  const auto room = key.room->check(writes.reads(), Holding::kRepeatKeys, key.identity);
  if (!room) return room;
  auto stored = writes.put_idempotent_answer(
      key.scope, key.key, fmt::format("{} {} {}", key.fingerprint, response.status, response.body),
      key.at);
  const bool is_taken = !stored && stored.error().code == Code::kDuplicate;
  return is_taken ? std::unexpected(already_running()) : stored;
}

}  // namespace waycast::api
