// The prepared statements of one connection, by their text: a bounded number, of which the longest
// unused is forgotten for a new one, also in the middle of a transaction.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace waycast::sqlite {

class StatementCache {
 public:
  // The program has fewer texts than this: none is made of what a client sends.
  static constexpr std::size_t kMost = 400;

  StatementCache() = default;
  ~StatementCache() { clear(); }  // before the connection is closed
  StatementCache(const StatementCache&) = delete;
  StatementCache& operator=(const StatementCache&) = delete;

  // Null on failure. Valid until the next is prepared; while it is being stepped through, longer.
  sqlite3_stmt* prepare(sqlite3* connection, std::string_view sql);
  void clear();
  std::size_t size() const { return statements_.size(); }

 private:
  struct Cached {
    std::string text;
    sqlite3_stmt* statement;
  };

  void forget_one_unused();

  std::list<Cached> statements_;  // the one used last first
  std::unordered_map<std::string_view, std::list<Cached>::iterator> by_text_;
};

}  // namespace waycast::sqlite
