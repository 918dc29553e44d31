#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/commands/command.h"
#include "app/demo.h"
#include "app/setting_values.h"
#include "auth/jwt.h"
#include "auth/secret_policy.h"

namespace waycast::app {

namespace {

struct TokenFlags {
  std::string type;
  std::string id;
  std::string name;
  std::string ttl;
  bool demo = false;
};

Result<std::string> make_token(const TokenFlags& flags, const Settings& settings) {
  const std::string secret = flags.demo ? std::string(kDemoSecret) : settings.jwt_secret;
  if (!flags.demo) {
    if (auto checked = auth::check_secret(secret); !checked)
      return std::unexpected(checked.error());
  }
  const auto role = parse_role(flags.type);
  if (!role) return fail(Code::kValidation, "--type must be user, pilot or admin", "type");
  if (flags.id.empty()) return fail(Code::kValidation, "--id must not be empty", "id");
  const auto ttl =
      flags.ttl.empty() ? Result<Duration>(settings.jwt_expires_in) : parse_time_span(flags.ttl);
  if (!ttl) return fail(Code::kValidation, "--ttl " + ttl.error().message, "ttl");
  const Principal principal{*role, flags.id, flags.name, std::nullopt};
  return auth::Jwt(secret).sign(principal, *ttl, SystemClock().now());
}

int run(const TokenFlags& flags, const Invocation& invocation) {
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  const auto token = make_token(flags, loaded->settings);
  if (!token) return report(token.error(), kUsage);
  fmt::print("{}\n", *token);
  return kSuccess;
}

}  // namespace

void add_token(CLI::App& app, Invocation& invocation) {
  auto& command = add_command(app, invocation, "token", "Print a signed token for somebody",
                              {"jwt_expires_in"});
  auto flags = std::make_shared<TokenFlags>();
  command
      .add_option("--type", flags->type, "Whose token it is: a user's, a pilot's or an admin's.")
      ->required();
  command.add_option("--id", flags->id, "Their id, such as pilot-000000.")->required();
  command.add_option("--name", flags->name, "The name that the token carries.");
  command.add_option("--ttl", flags->ttl, "How long it is good for. Without it, jwt_expires_in.");
  command.add_flag("--demo", flags->demo, "Sign for a server that runs with --demo.");
  command.footer(
      "Signs with JWT_SECRET, so that a server with the same secret accepts it.\n\n"
      "  waycast token --type pilot --id pilot-000000 --ttl 1h\n"
      "  waycast token --demo --type user --id user-000000");
  command.callback([flags, &invocation] { invocation.exit_code = run(*flags, invocation); });
}

}  // namespace waycast::app
