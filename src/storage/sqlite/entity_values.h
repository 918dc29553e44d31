// Entities as values of a statement and of a row, as their tables say (storage/sql/field.h).
//
//   db.query(select<User>("WHERE id = ?1"), id).one(read<User>);
//   db.run(upsert<User>(), all_of(user));
//   db.run(update<Booking>("status"), changes_of(booking), before);
#pragma once

#include <string>
#include <string_view>

#include "storage/sql/account_tables.h"
#include "storage/sql/booking_tables.h"
#include "storage/sql/statements.h"
#include "storage/sqlite/connection.h"

namespace waycast::sqlite {

using sql::columns;
using sql::insert;
using sql::select;
using sql::update;
using sql::upsert;

// Every column of an entity's table, in the order of columns<Entity>().
template <class Entity>
Entity read(Row& row) {
  Entity entity;
  sql::for_each_field<Entity>([&](const auto& field) { row.read(entity.*field.member); });
  return entity;
}

// What insert() and upsert() have parameters for. The entity outlives these.
template <class Entity>
struct AllOf {
  const Entity& entity;
};
template <class Entity>
AllOf<Entity> all_of(const Entity& entity) {
  return {entity};
}

// What update() has parameters for, but the last, its guard.
template <class Entity>
struct ChangesOf {
  const Entity& entity;
};
template <class Entity>
ChangesOf<Entity> changes_of(const Entity& entity) {
  return {entity};
}

template <class Entity>
void bind_value(sqlite3_stmt* statement, int& index, AllOf<Entity> all) {
  sql::for_each_field<Entity>(
      [&](const auto& field) { bind_value(statement, index, all.entity.*field.member); });
}

template <class Entity>
void bind_written(sqlite3_stmt* statement, int& index, const Entity& entity, sql::Written written) {
  sql::for_each_field<Entity>([&](const auto& field) {
    if (field.written == written) bind_value(statement, index, entity.*field.member);
  });
}

template <class Entity>
void bind_value(sqlite3_stmt* statement, int& index, ChangesOf<Entity> changes) {
  bind_written(statement, index, changes.entity, sql::Written::kAlways);
  bind_written(statement, index, changes.entity, sql::Written::kKey);
}

// The other way to write a phone number: without its '+', or with one.
std::string other_form(std::string_view phone);

}  // namespace waycast::sqlite
