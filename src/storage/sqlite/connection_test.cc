#include "storage/sqlite/connection.h"

#include <gtest/gtest.h>

#include "storage/sqlite/session.h"

namespace waycast::sqlite {
namespace {

std::unique_ptr<Connection> in_memory() {
  return std::move(*Connection::open(":memory:", OpenMode::kReadWrite, Duration{0}));
}

TEST(SqliteConnection, KeepsABoundedNumberOfStatementsAlsoInATransaction) {
  const auto db = in_memory();
  ASSERT_TRUE(db->run("BEGIN"));
  for (int i = 0; i < 2'000; ++i) {
    const std::string sql = "SELECT " + std::to_string(i);
    EXPECT_EQ(db->query(sql).value<int>().value(), i);
  }
  EXPECT_LE(db->cached_statements(), StatementCache::kMost);
  ASSERT_TRUE(db->run("COMMIT"));
}

TEST(SqliteConnection, AStatementInUseIsNotForgotten) {
  const auto db = in_memory();
  int rows = 0;
  const auto outer = db->query("SELECT value FROM json_each('[1,2,3]')").all([&](Row& row) {
    int value = 0;
    row.read(value);
    for (int i = 0; i < 1'000; ++i) {
      EXPECT_TRUE(db->query("SELECT " + std::to_string(rows * 1'000 + i)).value<int>());
    }
    ++rows;
    return value;
  });
  ASSERT_TRUE(outer);
  EXPECT_EQ(*outer, (std::vector{1, 2, 3}));
}

TEST(SqliteConnection, WhatAClientWritesMakesNoStatement) {
  const auto session = std::move(*Session::open({}, TimePoint{}));
  StoreReads& reads = session->writes().reads();
  const auto list = [&](std::vector<BookingStatus> statuses, std::string search) {
    BookingFilter filter;
    filter.user_id = UserId("u");
    filter.statuses = std::move(statuses);
    filter.search = std::move(search);
    EXPECT_TRUE(reads.bookings(filter, {}));
  };
  list({BookingStatus::kPending}, "a");
  const std::size_t before = session->connection().cached_statements();
  for (int bits = 1; bits < 256; ++bits) {
    std::vector<BookingStatus> statuses;
    for (int i = 0; i < 8; ++i) {
      if ((bits & (1 << i)) != 0) statuses.push_back(static_cast<BookingStatus>(i));
    }
    list(statuses, std::string(static_cast<std::size_t>(bits % 7 + 1), 'x'));
  }
  EXPECT_EQ(session->connection().cached_statements(), before);
}

}  // namespace
}  // namespace waycast::sqlite
