// One page of a list, with how many rows the whole has.
#pragma once

#include <string>
#include <utility>

#include "storage/sqlite/connection.h"
#include "tracking/page.h"

namespace waycast::sqlite {

// `count` is an SQL text whose parameters are `args`; `select` has two more, limit and offset.
template <class Read, class... Args>
auto read_page(Connection& db, std::string_view count, std::string_view select, Read read,
               PageRequest page, const Args&... args)
    -> Result<Page<std::invoke_result_t<Read&, Row&>>> {
  const auto total = db.query(count, args...).template value<std::int64_t>();
  if (!total) return std::unexpected(total.error());
  const std::int64_t before = std::int64_t{page.page - 1} * page.limit;
  if (*total <= before) return Page<std::invoke_result_t<Read&, Row&>>{{}, *total};
  auto items = db.query(select, args..., page.limit, before).all(read);
  if (!items) return std::unexpected(items.error());
  return Page<std::invoke_result_t<Read&, Row&>>{std::move(*items), *total};
}

}  // namespace waycast::sqlite
