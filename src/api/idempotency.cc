#include "api/idempotency.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>

namespace waycast::api {
namespace {

constexpr std::size_t kMaxKey = 200;  // bytes

std::string scope_of(const Call& call) {
  return fmt::format("{} {} {}", call.who().key(), call.request().method, call.request().path());
}

std::string fingerprint(std::string_view body) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a: the same in every process
  for (const char c : body) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}{:x}", hash, body.size());
}

// "<fingerprint of the body> <status> <body of the answer>"
std::string stored_form(const std::string& print, const http::Response& response) {
  return fmt::format("{} {} {}", print, response.status, response.body);
}

http::Response conflict(std::string_view message) {
  return failure(Error{Code::kDuplicate, std::string(message), "Idempotency-Key"});
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

class Idempotency::Claim {
 public:
  // Null if the key is running already.
  static std::shared_ptr<Claim> take(const std::shared_ptr<Running>& running, std::string scope,
                                     std::string key) {
    const std::lock_guard lock(running->mutex);
    if (!running->keys.insert(scope + "\n" + key).second) return nullptr;
    return std::make_shared<Claim>(running, std::move(scope), std::move(key));
  }
  Claim(std::shared_ptr<Running> running, std::string scope_name, std::string key_name)
      : scope(std::move(scope_name)), key(std::move(key_name)), running_(std::move(running)) {}
  ~Claim() {
    const std::lock_guard lock(running_->mutex);
    running_->keys.erase(scope + "\n" + key);
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

  const std::string scope;
  const std::string key;

 private:
  std::shared_ptr<Running> running_;
};

void Idempotency::run(const CallRef& call, const Handler& handler) {
  const std::string key(call->request().header("Idempotency-Key"));
  if (key.empty()) return handler(call);
  if (key.size() > kMaxKey) {
    return call->fail(Error{Code::kValidation, "Idempotency-Key is too long", "Idempotency-Key"});
  }
  auto claim = Claim::take(running_, scope_of(*call), key);
  if (!claim) return call->send(conflict("A request with this Idempotency-Key is in progress"));
  services_.store.read(
      call->loop(),
      [claim](StoreReads& reads) { return reads.idempotent_answer(claim->scope, claim->key); },
      call->then([this, call, handler, claim](std::optional<std::string> stored) {
        if (stored) return call->send(replay(*stored, fingerprint(call->request().body)));
        execute(call, handler, claim);
      }));
}

// The answer leaves once it is stored; if it cannot be, it leaves all the same, since what it tells
// has happened.
void Idempotency::execute(const CallRef& call, const Handler& handler,
                          std::shared_ptr<Claim> claim) {
  call->intercept([this, claim = std::move(claim), &loop = call->loop(),
                   print = fingerprint(call->request().body)](http::Response response,
                                                              Call::Respond next) mutable {
    if (response.status >= 300) return next(std::move(response));
    auto text = stored_form(print, response);
    services_.store.write(
        loop,
        [claim, text = std::move(text), at = services_.clock.now()](StoreWrites& writes) {
          return writes.put_idempotent_answer(claim->scope, claim->key, text, at);
        },
        [claim, response = std::move(response), next = std::move(next)](Result<void>) mutable {
          next(std::move(response));
        });
  });
  handler(call);
}

}  // namespace waycast::api
