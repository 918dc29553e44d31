#include "app/setting_table.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/setting_rows.h"

namespace waycast::app {

namespace {

void add_group(SettingRows& table, const std::string& group, void (*add_rows)(SettingRows&)) {
  SettingRows rows;
  add_rows(rows);
  for (auto& row : rows) {
    row.group = group;
    table.push_back(std::move(row));
  }
}

}  // namespace

std::string variable_of(std::string_view name) {
  std::string variable = "WAYCAST_";
  for (const char c : name)
    variable += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return variable;
}

std::string flag_name(const SettingRow& row) {
  std::string flag = "--" + row.name;
  std::ranges::replace(flag, '_', '-');
  return flag;
}

const std::vector<SettingRow>& setting_table() {
  static const SettingRows table = [] {
    SettingRows rows;
    add_group(rows, "Server", add_server_rows);
    add_group(rows, "Sign-in", add_sign_in_rows);
    add_group(rows, "Connections and requests", add_connection_rows);
    add_group(rows, "Pilots and their positions", add_live_rows);
    add_group(rows, "Matching", add_matching_rows);
    add_group(rows, "Bookings", add_booking_rows);
    add_group(rows, "Accounts and queues", add_account_rows);
    add_group(rows, "Storage", add_storage_rows);
    add_group(rows, "Webhooks", add_webhook_rows);
    return rows;
  }();
  return table;
}

const SettingRow* find_setting(std::string_view name) {
  const auto& rows = setting_table();
  const auto found = std::ranges::find(rows, name, &SettingRow::name);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace waycast::app
