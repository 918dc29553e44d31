// One request on its way to its answer. Handlers keep it alive through their completions and answer
// it once, now or later; a call that is dropped unanswered answers 500.
//
// Lives on one loop: all its members are used there only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "api/answer.h"
#include "api/router.h"
#include "base/executor.h"
#include "base/principal.h"
#include "protocol/http/message.h"

namespace waycast::api {

template <class T, class Next>
void pass_on(Result<T>& result, Next& next) {
  if constexpr (std::is_void_v<T>) {
    next();
  } else {
    next(std::move(*result));
  }
}

struct Repeatable;

class Call : public std::enable_shared_from_this<Call> {
 public:
  using Respond = UniqueFunction<void(http::Response)>;

  // `loop` outlives the call; `respond` is called once.
  Call(http::Request request, Loop& loop, Respond respond)
      : request_(std::move(request)), loop_(loop), respond_(std::move(respond)) {}
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const http::Request& request() const { return request_; }
  Loop& loop() const { return loop_; }
  std::string_view param(std::string_view name) const;  // of the route's pattern; empty if none
  const std::string& route_path() const { return route_path_; }  // Router::Match::path
  const Principal& who() const { return who_; }                  // of a route that is not public
  bool is_authenticated() const { return !who_.id.empty(); }
  // Of a POST with an Idempotency-Key: its answer is to be kept (repeatable.h). Null otherwise.
  const std::shared_ptr<const Repeatable>& repeatable() const { return repeatable_; }

  void send(http::Response response);
  void ok(std::string_view message, std::string_view data) { send(success(200, message, data)); }
  void created(std::string_view message, std::string_view data) {
    send(success(201, message, data));
  }
  void page(std::string_view message, std::string_view data, const PageMeta& meta) {
    send(success(200, message, data, &meta));
  }
  void fail(const Error& error) { send(failure(error)); }
  void fail(Code code) { fail(Error{code, std::string(default_message(code)), {}}); }
  void fail(const std::vector<FieldError>& errors) { send(failure(errors)); }

  // A completion: an error answers the call, a value goes on to `next`. Keeps the call alive.
  template <class Next>
  auto then(Next next) {
    return [self = shared_from_this(), next = std::move(next)]<class T>(Result<T> result) mutable {
      if (!result) return self->fail(result.error());
      pass_on(result, next);
    };
  }

  // The pipeline's part.
  void set_route(Params params, std::string path) {
    params_ = std::move(params);
    route_path_ = std::move(path);
  }
  void set_who(Principal who) { who_ = std::move(who); }
  void set_repeatable(std::shared_ptr<const Repeatable> repeatable) {
    repeatable_ = std::move(repeatable);
  }
  // Puts a step before the answer's way out, the newest first; it passes the answer on, now or
  // later. It must not hold the call.
  void intercept(UniqueFunction<void(http::Response, Respond)> step);

 private:
  http::Request request_;
  Loop& loop_;
  Respond respond_;
  Params params_;
  std::string route_path_;
  Principal who_;
  std::shared_ptr<const Repeatable> repeatable_;
};

// The value of a row that must exist; `missing` is its code otherwise.
template <class T>
Result<T> required(Result<std::optional<T>> row, Code missing) {
  if (!row) return std::unexpected(row.error());
  if (!*row) return waycast::fail(missing);
  return std::move(**row);
}

}  // namespace waycast::api
