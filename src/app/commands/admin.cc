#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "app/commands/command.h"
#include "app/open_store.h"
#include "auth/password.h"
#include "storage/maintenance.h"

namespace waycast::app {

namespace {

constexpr std::size_t kMinPassword = 8;

struct AdminFlags {
  std::string email;
  std::string name = "Administrator";
  std::string role = "ADMIN";
};

// From WAYCAST_ADMIN_PASSWORD or the first line of standard input, never from a flag, which others
// could see.
std::string read_password() {
  if (auto password = process_environment("WAYCAST_ADMIN_PASSWORD")) return *password;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

Result<Admin> make_admin(const AdminFlags& flags, TimePoint now) {
  const auto role = parse_enum<AdminRole>(flags.role);
  if (!role) return fail(Code::kValidation, "--role must be SUPER_ADMIN, ADMIN or SUPPORT", "role");
  if (flags.email.find('@') == std::string::npos) {
    return fail(Code::kValidation, "--email must be an address with an @", "email");
  }
  const std::string password = read_password();
  if (password.size() < kMinPassword) {
    return fail(Code::kValidation, "the password must have at least 8 characters", "password");
  }
  Admin admin;
  admin.id = AdminId(new_id(now));
  admin.email = flags.email;
  admin.name = flags.name;
  admin.role = *role;
  admin.password_hash = auth::hash_password(password);
  admin.created_at = admin.updated_at = now;
  return admin;
}

int run(const AdminFlags& flags, const Invocation& invocation) {
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  if (const auto name = store_name(loaded->settings); !name) return report(name.error(), kUsage);
  const SystemClock clock;
  const auto admin = make_admin(flags, clock.now());
  if (!admin) return report(admin.error(), kUsage);
  const auto store = open_store(loaded->settings, OpenFor::kCommand, clock);
  if (!store) return report(store.error(), kFailure);
  const auto added = put_admin_account(**store, *admin);
  if (!added) return report(added.error(), kFailure);
  fmt::print("{} {}\n", flags.email, *added ? "added" : "changed");
  return kSuccess;
}

}  // namespace

void add_admin(CLI::App& app, Invocation& invocation) {
  auto& admin = *app.add_subcommand("admin", "Manage the people who sign in to the dashboard");
  admin.require_subcommand(1);
  admin.footer("  waycast admin create --email ops@example.com < password-file");
  auto& create =
      add_command(admin, invocation, "create", "Add an admin, or set their password", {"database"});
  auto flags = std::make_shared<AdminFlags>();
  create.add_option("--email", flags->email, "The address that they sign in with.")->required();
  create.add_option("--name", flags->name, "The name that others see.")->capture_default_str();
  create.add_option("--role", flags->role, "What they may do: SUPER_ADMIN, ADMIN or SUPPORT.")
      ->capture_default_str();
  create.footer(
      "The password is read from WAYCAST_ADMIN_PASSWORD, or one line of standard input.\n\n"
      "  echo 'correct horse battery' | waycast admin create --email ops@example.com");
  create.callback([flags, &invocation] { invocation.exit_code = run(*flags, invocation); });
}

}  // namespace waycast::app
