// That what is said of a table is the table: its columns are those of the migrated database, and
// every one of them comes back.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/session.h"

namespace waycast::sqlite {
namespace {

using sql::Written;

std::unique_ptr<Session> opened() { return std::move(Session::open({}, TimePoint{}).value()); }

std::set<std::string> columns_in_database(Connection& db, std::string_view table) {
  const auto names = db.query("SELECT name FROM pragma_table_info(?1)", table).all([](Row& row) {
    std::string name;
    row.read(name);
    return name;
  });
  return {names->begin(), names->end()};
}

template <class Entity>
class TableOf : public ::testing::Test {};

using Entities =
    ::testing::Types<User, Pilot, Admin, Address, VehicleType, Vehicle, Otp, Notification, Booking,
                     HistoryEntry, Earning, Offer, JournalEntry>;
TYPED_TEST_SUITE(TableOf, Entities);

TYPED_TEST(TableOf, HasTheColumnsOfTheDatabase) {
  const auto session = opened();
  std::set<std::string> described;
  for (const sql::Column& column : sql::columns_of<TypeParam>()) {
    EXPECT_TRUE(described.emplace(column.name).second) << column.name << " stands twice";
  }
  EXPECT_EQ(described, columns_in_database(session->connection(), sql::kTable<TypeParam>.name));
}

TYPED_TEST(TableOf, HasOneKey) {
  EXPECT_EQ(std::ranges::count(sql::columns_of<TypeParam>(), Written::kKey, &sql::Column::written),
            1);
}

// Another value in each column, so that two that are mixed up do not go unnoticed.
template <class Value>
Value different(int number) {
  if constexpr (std::is_same_v<Value, bool>) {
    return number % 2 == 1;
  } else if constexpr (std::is_enum_v<Value>) {
    return static_cast<Value>(1);
  } else if constexpr (std::is_arithmetic_v<Value>) {
    return static_cast<Value>(number);
  } else if constexpr (std::is_same_v<Value, TimePoint>) {
    return TimePoint{std::chrono::hours{number}};
  } else if constexpr (std::is_same_v<Value, LatLng>) {
    return {number + 0.5, number + 0.25};
  } else {
    return Value(std::to_string(number));
  }
}
template <class Value>
void make_different(Value& value, int number) {
  value = different<Value>(number);
}
template <class Value>
void make_different(std::optional<Value>& value, int number) {
  value = different<Value>(number);
}

template <class Entity>
Entity with_different_values(int from) {
  Entity entity;
  sql::for_each_field<Entity>(
      [&](const auto& field) { make_different(entity.*field.member, from++); });
  return entity;
}

template <class Entity>
Entity only_row(Connection& db) {
  return std::move(*db.query(select<Entity>("")).one(read<Entity>).value());
}

TYPED_TEST(TableOf, EveryFieldComesBack) {
  const auto session = opened();
  const auto written = with_different_values<TypeParam>(1);
  ASSERT_TRUE(session->connection().run(insert<TypeParam>(), all_of(written)));
  const auto row = only_row<TypeParam>(session->connection());
  sql::for_each_field<TypeParam>([&](const auto& field) {
    EXPECT_TRUE(row.*field.member == written.*field.member) << field.column;
  });
}

TYPED_TEST(TableOf, WritingAgainChangesWhatIsAlwaysWritten) {
  const auto session = opened();
  const auto before = with_different_values<TypeParam>(1);
  TypeParam after = with_different_values<TypeParam>(101);
  after.id = before.id;
  ASSERT_TRUE(session->connection().run(insert<TypeParam>(), all_of(before)));
  ASSERT_TRUE(session->connection().run(upsert<TypeParam>(), all_of(after)));
  const auto row = only_row<TypeParam>(session->connection());
  sql::for_each_field<TypeParam>([&](const auto& field) {
    const auto& expected = field.written == Written::kAlways ? after : before;
    EXPECT_TRUE(row.*field.member == expected.*field.member) << field.column;
  });
}

TEST(Statements, AnUpdateIsGuarded) {
  const auto session = opened();
  Connection& db = session->connection();
  const auto before = with_different_values<Booking>(1);
  Booking after = with_different_values<Booking>(101);
  after.id = before.id;
  after.status = BookingStatus::kDelivered;
  ASSERT_TRUE(db.run(insert<Booking>(), all_of(before)));
  const std::string sql = update<Booking>("status");
  EXPECT_EQ(db.run(sql, changes_of(after), BookingStatus::kCancelled), 0);
  EXPECT_EQ(db.run(sql, changes_of(after), before.status), 1);
  const auto row = only_row<Booking>(db);
  EXPECT_EQ(row.status, BookingStatus::kDelivered);
  EXPECT_EQ(row.delivery_photo, after.delivery_photo);
  EXPECT_EQ(row.total_amount, before.total_amount) << "decided when the booking was made";
  EXPECT_EQ(row.current, before.current) << "positions have a path of their own";
}

}  // namespace
}  // namespace waycast::sqlite
