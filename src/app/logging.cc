#include "app/logging.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <string>

#include "app/redaction.h"
#include "base/json_writer.h"
#include "base/time_format.h"

namespace waycast::app {

namespace {

std::string time_of(const spdlog::details::log_msg& message) {
  return format_time(std::chrono::time_point_cast<Duration>(message.time));
}

std::string_view view(spdlog::string_view_t text) { return {text.data(), text.size()}; }

class TextFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    fmt::format_to(std::back_inserter(out), "{} {:5} {}\n", time_of(message),
                   view(spdlog::level::to_string_view(message.level)),
                   redact(view(message.payload)));
  }
  std::unique_ptr<formatter> clone() const override { return std::make_unique<TextFormatter>(); }
};

class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    std::string line;
    JsonWriter(line)
        .begin_object()
        .field("time", time_of(message))
        .field("level", view(spdlog::level::to_string_view(message.level)))
        .field("message", redact(view(message.payload)))
        .end_object();
    line += '\n';
    out.append(line.data(), line.data() + line.size());
  }
  std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

std::unique_ptr<spdlog::formatter> text_formatter() { return std::make_unique<TextFormatter>(); }
std::unique_ptr<spdlog::formatter> json_formatter() { return std::make_unique<JsonFormatter>(); }

void start_logging(const LogSettings& settings) {
  const bool is_terminal = isatty(STDERR_FILENO) == 1;
  const bool as_json =
      settings.format == LogFormat::kJson || (settings.format == LogFormat::kAuto && !is_terminal);
  auto logger = std::make_shared<spdlog::logger>("waycast",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(as_json ? json_formatter() : text_formatter());
  logger->set_level(level_of(settings.level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

void set_log_level(LogLevel level) { spdlog::set_level(level_of(level)); }

}  // namespace waycast::app
