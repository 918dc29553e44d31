// Several statements that belong together: after a failure the rest is skipped, and the first error
// is the result. The caller's savepoint undoes what was done.
#pragma once

#include "storage/sqlite/connection.h"

namespace waycast::sqlite {

// Of rows that have had their time, with each that is added: more than one, so that the old ones
// become fewer, and few, so that nobody waits for them.
inline constexpr int kForgottenAtOnce = 20;

class Steps {
 public:
  explicit Steps(Connection& connection) : db_(connection) {}

  template <class... Args>
  Steps& run(std::string_view sql, const Args&... args) {
    if (!result_) return *this;
    if (const auto done = db_.run(sql, args...); !done) result_ = std::unexpected(done.error());
    return *this;
  }

  // Like run, but changing no row is `code`.
  template <class... Args>
  Steps& require(Code code, std::string_view sql, const Args&... args) {
    if (!result_) return *this;
    const auto done = db_.run(sql, args...);
    if (!done) {
      result_ = std::unexpected(done.error());
    } else if (*done == 0) {
      result_ = fail(code);
    }
    return *this;
  }

  const Result<void>& result() const { return result_; }

 private:
  Connection& db_;
  Result<void> result_;
};

}  // namespace waycast::sqlite
