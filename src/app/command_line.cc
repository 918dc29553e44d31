#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <span>

#include "app/commands/command.h"
#include "app/nearest_word.h"
#include "app/version.h"

namespace waycast::app {

namespace {

constexpr const char* kExamples = R"(Try it:
  waycast serve --demo                        a server with seeded people, nothing kept
  waycast token --demo --type user --id user-000000

Run it:
  export JWT_SECRET=...                       at least 32 bytes, the one your other services use
  export DATABASE_URL=sqlite:/var/lib/waycast/waycast.db
  waycast serve                               Socket.IO and REST on port 5000

Look inside:
  waycast config                              every setting, its value, where it comes from
  waycast serve --help                        every flag and environment variable
  waycast check                               the database: damage, version, what is in it)";

void add_commands(CLI::App& app, Invocation& invocation) {
  add_serve(app, invocation);
  add_migrate(app, invocation);
  add_check(app, invocation);
  add_seed(app, invocation);
  add_token(app, invocation);
  add_admin(app, invocation);
  add_simulate(app, invocation);
  add_config(app, invocation);
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::string unknown_command(const std::string& word, const std::vector<std::string>& names) {
  const auto hint = did_you_mean(word, names);
  if (!hint.empty()) return fmt::format("unknown command '{}'{}", word, hint);
  return fmt::format("unknown command '{}': there are {}", word, fmt::join(names, ", "));
}

// What is wrong with the words where commands are expected; nothing if they are all known.
std::string wrong_command(const CLI::App& app, std::span<char*> words) {
  const auto names = command_names(app);
  if (names.empty() || words.empty() || words.front()[0] == '-') return "";
  const std::string word = words.front();
  if (std::ranges::find(names, word) == names.end()) return unknown_command(word, names);
  return wrong_command(*app.get_subcommand(word), words.subspan(1));
}

// CLI11 lists all that is left over; the first flag among it is what was mistyped.
std::string unknown_flag(const CLI::App& app) {
  for (const auto* command : app.get_subcommands()) {
    std::vector<std::string> known;
    for (const auto* option : command->get_options()) known.push_back(option->get_name());
    for (const auto& word : command->remaining(true)) {
      if (!word.starts_with("--")) continue;
      const std::string flag = word.substr(0, word.find('='));
      return fmt::format("unknown flag {}{}", flag, did_you_mean(flag, known));
    }
    if (auto deeper = unknown_flag(*command); !deeper.empty()) return deeper;
  }
  return "";
}

int complain(const std::string& what) {
  fmt::print(stderr, "waycast: {} (see waycast --help)\n", what);
  return kUsage;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("Waycast: real-time delivery tracking over Socket.IO and REST", "waycast");
  Invocation invocation;
  app.set_version_flag("--version", "waycast " + std::string(kVersion));
  app.require_subcommand(1);
  app.footer(kExamples);
  add_commands(app, invocation);
  const std::span<char*> words(argv, static_cast<std::size_t>(argc));
  if (argc > 0) {
    if (const auto wrong = wrong_command(app, words.subspan(1)); !wrong.empty()) {
      return complain(wrong);
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError& error) {
    const auto flag = unknown_flag(app);
    return complain(flag.empty() ? error.what() : flag);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return complain(error.what());
  }
  return invocation.exit_code;
}

}  // namespace waycast::app
