// What people are sent: notifications they read in the app, and codes to log in with. Times are
// UTC.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "tracking/enums.h"

namespace waycast {

struct Notification {
  NotificationId id;
  std::optional<UserId> user_id;
  std::optional<PilotId> pilot_id;
  std::string title, body;
  NotificationType type = NotificationType::kSystem;
  std::optional<std::string> data_json;
  bool is_read = false;
  TimePoint created_at{};
};

struct Otp {
  std::string id, phone, code;
  OtpPurpose purpose = OtpPurpose::kLogin;
  std::optional<UserId> user_id;
  std::optional<PilotId> pilot_id;
  TimePoint expires_at{};
  bool is_used = false;
  TimePoint created_at{};
};

}  // namespace waycast
