#include "storage/sqlite/fold_function.h"

#include <sqlite3.h>

#include "text/typed_text.h"

namespace waycast::sqlite {
namespace {

void fold(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* given = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  if (given == nullptr) return sqlite3_result_null(context);
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  const std::string folded = text::folded({given, size});
  sqlite3_result_text(context, folded.data(), static_cast<int>(folded.size()), SQLITE_TRANSIENT);
}

}  // namespace

void add_fold_function(sqlite3* connection) {
  sqlite3_create_function_v2(connection, "waycast_fold", 1,
                             SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr, fold,
                             nullptr, nullptr, nullptr);
}

}  // namespace waycast::sqlite
