// What a table is made of, said once: which column holds which member of an entity, and who writes
// it after the row is made. Reading, inserting and updating follow from it, in any SQL database
// (statements.h makes the texts, a backend binds and reads the values), so that a column more is
// one line more, and no order of columns means anything.
//
//   template <>
//   inline constexpr auto kTable<Vehicle> =
//       table("vehicles", field("id", &Vehicle::id, Written::kKey),
//             field("color", &Vehicle::color), ...);
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include "base/geo.h"

namespace waycast::sql {

enum class Written : std::uint8_t {
  kKey,        // names the row
  kOnce,       // with the row; nothing changes it
  kAlways,     // with the row, and whenever the entity is written again
  kElsewhere,  // with the row; from then on by operations of its own, never with the entity
};

template <class Entity, class Value>
struct Field {
  std::string_view column;
  std::string_view second;  // of a place: its longitude. Empty for what is one column.
  Value Entity::* member;
  Written written;
};

template <class Entity, class Value>
constexpr Field<Entity, Value> field(std::string_view column, Value Entity::* member,
                                     Written written = Written::kAlways) {
  return {column, {}, member, written};
}

// A LatLng, or one that may be missing.
template <class Entity, class Value>
constexpr Field<Entity, Value> place(std::string_view latitude, std::string_view longitude,
                                     Value Entity::* member, Written written = Written::kAlways) {
  return {latitude, longitude, member, written};
}

template <class Entity, class... Values>
struct Table {
  std::string_view name;
  std::tuple<Field<Entity, Values>...> fields;
};

template <class Entity, class... Values>
constexpr Table<Entity, Values...> table(std::string_view name, Field<Entity, Values>... fields) {
  return {name, {fields...}};
}

// The table of an entity: specialised for each in tables.h.
template <class Entity>
inline constexpr auto kTable = nullptr;

// Calls `visit` with each field, in the order in which columns are read and bound.
template <class Entity, class Visit>
constexpr void for_each_field(Visit visit) {
  std::apply([&](const auto&... fields) { (visit(fields), ...); }, kTable<Entity>.fields);
}

}  // namespace waycast::sql
