// waycast_fold(TEXT) in SQL: for comparisons that ignore letter case, composition and invisible
// marks in every script (text::folded). Only queries of this program use it: in an index or a
// trigger it would keep other programs from the file.
#pragma once

struct sqlite3;

namespace waycast::sqlite {

void add_fold_function(sqlite3* connection);

}  // namespace waycast::sqlite
