#include "storage/sqlite/statement_cache.h"

#include <sqlite3.h>

#include <algorithm>
#include <iterator>

namespace waycast::sqlite {

sqlite3_stmt* StatementCache::prepare(sqlite3* connection, std::string_view sql) {
  if (const auto known = by_text_.find(sql); known != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, known->second);
    return known->second->statement;
  }
  if (statements_.size() >= kMost) forget_one_unused();
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                     SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (statement == nullptr) return nullptr;
  statements_.push_front({std::string(sql), statement});
  by_text_.emplace(statements_.front().text, statements_.begin());
  return statement;
}

void StatementCache::clear() {
  for (const Cached& cached : statements_) sqlite3_finalize(cached.statement);
  by_text_.clear();
  statements_.clear();
}

// A statement that is being stepped through is in use by somebody further up the stack.
void StatementCache::forget_one_unused() {
  const auto is_idle = [](const Cached& cached) {
    return sqlite3_stmt_busy(cached.statement) == 0;
  };
  const auto oldest = std::find_if(statements_.rbegin(), statements_.rend(), is_idle);
  if (oldest == statements_.rend()) return;
  sqlite3_finalize(oldest->statement);
  by_text_.erase(oldest->text);
  statements_.erase(std::next(oldest).base());
}

}  // namespace waycast::sqlite
