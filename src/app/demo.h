// What `--demo` means: a throwaway database with seeded people, on this machine only, with a secret
// that everybody knows, and a simulated city that drives through it.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "app/settings.h"
#include "base/error.h"

namespace waycast::app {

inline constexpr std::string_view kDemoSecret = "waycast-demo-secret-known-to-everybody";
inline constexpr std::string_view kDemoAddress = "127.0.0.1";

// ERR_1001 naming --demo and the flag, if one of these (setting's name -> text, empty: not given)
// is about what the demo decides itself. Variables and files may go on saying it for a real server.
Result<void> check_demo_flags(const std::map<std::string, std::string>& flags);

class Demo {
 public:
  // Makes and fills the database: `pilots` with bookings, as `waycast seed` does, and as many for
  // the simulation.
  static Result<std::unique_ptr<Demo>> prepare(int pilots);
  ~Demo();  // stop(), then removes the database

  // Points the settings at the demo: database, secret, address without TLS, no limit per address.
  void adapt(Settings& settings) const;

  void play(std::uint16_t port);  // starts the city on a thread of its own
  void stop();

 private:
  Demo(std::string folder, int pilots);

  std::string folder_;
  int pilots_;
  std::atomic<bool> stopping_ = false;
  std::thread city_;
};

}  // namespace waycast::app
