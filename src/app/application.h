// The whole server, wired: every module is made here and nowhere else, in the order of who needs
// whom.
//
//   auto application = Application::create(settings, clock, patience);
//   if (auto started = (*application)->start(patience); !started) ...
//   signals.wait();
//   (*application)->stop();
#pragma once

#include <cstdint>
#include <memory>

#include "app/settings.h"
#include "app/start_patience.h"
#include "base/error.h"

namespace waycast::app {

class Application {
 public:
  // Opens the database; nothing is served yet. `clock` outlives the application. Errors are one
  // line for the operator.
  static Result<std::unique_ptr<Application>> create(const Settings& settings, const Clock& clock,
                                                     const StartPatience& patience);
  ~Application();  // stop()

  // Loads what was under way, then listens.
  Result<void> start(const StartPatience& patience);
  std::uint16_t port() const;
  std::size_t shard_count() const;
  Result<void> reload_tls(const net::TlsSettings& files);  // as net::Server does it

  // Refuses new work, commits what was accepted, tells clients to come back, joins every thread.
  void stop();

 private:
  struct Parts;
  explicit Application(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace waycast::app
