#include "storage/sqlite/rows.h"

#include <fmt/format.h>

#include <vector>

namespace waycast::sqlite {
namespace {

std::vector<std::string_view> split(std::string_view columns) {
  std::vector<std::string_view> names;
  while (!columns.empty()) {
    const std::size_t comma = columns.find(", ");
    names.push_back(columns.substr(0, comma));
    columns = comma == std::string_view::npos ? std::string_view{} : columns.substr(comma + 2);
  }
  return names;
}

}  // namespace

User read_user(Row& row) {
  User u;
  row.read(u.id, u.phone, u.email, u.name, u.avatar, u.wallet_balance, u.is_verified, u.is_active,
           u.created_at, u.updated_at);
  return u;
}

Pilot read_pilot(Row& row) {
  Pilot p;
  row.read(p.id, p.phone, p.email, p.name, p.avatar, p.aadhaar_number, p.license_number,
           p.pan_number, p.date_of_birth, p.gender, p.is_verified, p.is_active, p.status, p.rating,
           p.created_at, p.updated_at, p.is_online, p.current, p.last_location_at,
           p.total_deliveries, p.total_earnings);
  return p;
}

Admin read_admin(Row& row) {
  Admin a;
  row.read(a.id, a.email, a.password_hash, a.name, a.role, a.is_active, a.created_at, a.updated_at);
  return a;
}

Address read_address(Row& row) {
  Address a;
  row.read(a.id, a.user_id, a.label, a.address, a.landmark, a.city, a.state, a.pincode, a.at,
           a.is_default, a.created_at, a.updated_at);
  return a;
}

VehicleType read_vehicle_type(Row& row) {
  VehicleType t;
  row.read(t.id, t.name, t.description, t.icon, t.max_weight, t.base_price, t.price_per_km,
           t.is_active, t.created_at, t.updated_at);
  return t;
}

Vehicle read_vehicle(Row& row) {
  Vehicle v;
  row.read(v.id, v.pilot_id, v.vehicle_type_id, v.registration_no, v.model, v.color, v.is_active,
           v.is_verified, v.created_at, v.updated_at);
  return v;
}

Booking read_booking(Row& row) {
  Booking b;
  row.read(b.id, b.booking_number, b.user_id, b.pilot_id, b.vehicle_id, b.vehicle_type_id,
           b.pickup_address_id, b.drop_address_id, b.package_type, b.package_weight,
           b.package_description, b.distance, b.base_fare, b.distance_fare, b.taxes, b.discount,
           b.total_amount, b.payment_method, b.payment_status, b.status, b.scheduled_at,
           b.accepted_at, b.picked_up_at, b.delivered_at, b.cancelled_at, b.cancel_reason,
           b.pickup_otp, b.delivery_otp, b.current, b.delivery_photo, b.created_at, b.updated_at);
  return b;
}

Notification read_notification(Row& row) {
  Notification n;
  row.read(n.id, n.user_id, n.pilot_id, n.title, n.body, n.type, n.data_json, n.is_read,
           n.created_at);
  return n;
}

Otp read_otp(Row& row) {
  Otp o;
  row.read(o.id, o.phone, o.code, o.purpose, o.user_id, o.pilot_id, o.expires_at, o.is_used,
           o.created_at);
  return o;
}

Offer read_offer(Row& row) {
  Offer o;
  row.read(o.id, o.booking_id, o.pilot_id, o.vehicle_id, o.round, o.pickup_distance, o.score,
           o.state, o.created_at, o.expires_at, o.answered_at);
  return o;
}

JournalEntry read_journal_entry(Row& row) {
  JournalEntry e;
  row.read(e.id, e.booking_id, e.pilot_id, e.round, e.distance, e.position_age, e.score, e.offer_id,
           e.reason, e.answer, e.latency, e.created_at);
  return e;
}

std::string other_form(std::string_view phone) {
  return phone.starts_with('+') ? std::string(phone.substr(1)) : "+" + std::string(phone);
}

std::string select(std::string_view columns, std::string_view table, std::string_view rest) {
  return fmt::format("SELECT {} FROM {} {}", columns, table, rest);
}

std::string insert(std::string_view table, std::string_view columns) {
  std::string marks;
  for (std::size_t i = 0; i < split(columns).size(); ++i) marks += i == 0 ? "?" : ", ?";
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, columns, marks);
}

std::string upsert(std::string_view table, std::string_view columns, std::string_view keep_from) {
  std::string sql = insert(table, columns) + " ON CONFLICT (id) DO UPDATE SET ";
  bool first = true;
  for (const std::string_view name : split(columns)) {
    if (name == keep_from) break;
    if (name == "id" || name == "createdAt") continue;
    sql += fmt::format("{}{} = excluded.{}", first ? "" : ", ", name, name);
    first = false;
  }
  return sql;
}

std::string kept_or_now(std::string_view alias, std::string_view columns) {
  std::string list;
  for (const std::string_view name : split(columns)) {
    list += fmt::format("{0}iif({1}.id IS NULL, {1}0.{2}, {1}.{2})", list.empty() ? "" : ", ",
                        alias, name);
  }
  return list;
}

std::string qualified(std::string_view alias, std::string_view columns) {
  std::string list;
  for (const std::string_view name : split(columns)) {
    if (!list.empty()) list += ", ";
    list.append(alias).append(".").append(name);
  }
  return list;
}

}  // namespace waycast::sqlite
