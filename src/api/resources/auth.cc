// Signing in: one-time passwords for users and pilots, a password for admins.
#include <fmt/format.h>

#include <atomic>
#include <tuple>

#include "api/body_reader.h"
#include "api/call.h"
#include "api/phone.h"
#include "api/resource_json.h"
#include "api/resources.h"
#include "auth/code_sends.h"
#include "auth/otp.h"
#include "auth/password.h"
#include "protocol/http/client_address.h"

namespace waycast::api {
namespace {

constexpr int kOtpDigits = 6;
constexpr int kMaxPasswordChecks = 50;  // waiting at once: a few seconds of the background thread

struct SignIn {
  const Services& services;
  const Settings& settings;
  auth::CodeSends sends{};
  std::atomic<int> password_checks{0};
};
using SignInRef = std::shared_ptr<SignIn>;

std::string token_for(const SignIn& in, Role role, const std::string& id, const std::string& name) {
  return in.services.jwt.sign({.role = role, .id = id, .name = name, .expires_at = {}},
                              in.settings.token_ttl, in.services.clock.now());
}

Otp make_otp(const SignIn& in, const std::string& phone) {
  const TimePoint now = in.services.clock.now();
  Otp otp;
  otp.id = new_id(now);
  otp.phone = phone;
  otp.code = auth::new_otp(kOtpDigits);
  otp.purpose = OtpPurpose::kLogin;
  otp.created_at = now;
  otp.expires_at = now + in.settings.otp_expiry;
  return otp;
}

// Whose guesses are counted together.
std::string caller_key(const SignIn& in, const Call& call) {
  return http::client_key(call.request(), in.settings.trusted_proxies);
}

void answer_sent(const CallRef& call, const Otp& otp) {
  call->ok("OTP sent", json_text([&](JsonWriter& json) {
             json.begin_object().field("phone", otp.phone).field("expiresAt", otp.expires_at);
             json.end_object();
           }));
}

// Stored first: a code that arrives can be used.
void send_otp(const SignInRef& in, const CallRef& call) {
  BodyReader body(call->request().body);
  const auto phone = body.phone("phone");
  if (!body.ok()) return call->fail(body.errors());
  const auto wait = in->services.refusals.noted(
      Limit::kCodeSends,
      in->sends.admit(std::string(phone_digits(phone)), in->services.clock.steady()));
  if (wait > Duration{0}) return call->send(too_many_requests(wait));
  const Otp otp = make_otp(*in, phone);
  in->services.store.write(
      call->loop(),
      [otp, from = caller_key(*in, *call)](StoreWrites& writes) {
        return writes.put_otp(otp, from);
      },
      call->then([in, call, otp] {
        in->services.otp_sender.send(
            {otp.phone, otp.code, std::string(to_string(otp.purpose)), otp.expires_at},
            call->loop(), call->then([call, otp] { answer_sent(call, otp); }));
      }));
}

template <class Row>
struct SignedIn {
  CodeVerdict verdict;  // without the right code there is no row
  Row row;
  bool is_new = false;
};

User new_user(const std::string& phone, const std::optional<std::string>& name, TimePoint now) {
  User user;
  user.id = UserId(new_id(now));
  user.phone = phone;
  user.name = name;
  user.is_verified = true;
  user.created_at = user.updated_at = now;
  return user;
}

Pilot new_pilot(const std::string& phone, const std::optional<std::string>& name, TimePoint now) {
  Pilot pilot;
  pilot.id = PilotId(new_id(now));
  pilot.phone = phone;
  pilot.name = name.value_or("New pilot");
  pilot.is_verified = true;
  pilot.created_at = pilot.updated_at = now;
  return pilot;
}

struct UserAccounts {
  using Row = User;
  static constexpr std::string_view kKey = "user";
  static constexpr Role kRole = Role::kUser;
  static auto find(StoreReads& reads, const std::string& phone) {
    return reads.user_by_phone(phone);
  }
  static Row make(const std::string& phone, const std::optional<std::string>& name, TimePoint now) {
    return new_user(phone, name, now);
  }
  static auto put(StoreWrites& writes, const Row& row) { return writes.put_user(row); }
  static bool is_suspended(const Row& row) { return !row.is_active; }
  static std::string name(const Row& row) { return row.name.value_or(""); }
  static void write(JsonWriter& json, const Row& row) { write_user(json, row); }
};

struct PilotAccounts {
  using Row = Pilot;
  static constexpr std::string_view kKey = "pilot";
  static constexpr Role kRole = Role::kPilot;
  static auto find(StoreReads& reads, const std::string& phone) {
    return reads.pilot_by_phone(phone);
  }
  static Row make(const std::string& phone, const std::optional<std::string>& name, TimePoint now) {
    return new_pilot(phone, name, now);
  }
  static auto put(StoreWrites& writes, const Row& row) { return writes.put_pilot(row); }
  static bool is_suspended(const Row& row) { return row.is_suspended(); }
  static std::string name(const Row& row) { return row.name; }
  static void write(JsonWriter& json, const Row& row) { write_pilot(json, row); }
};

struct Attempt {
  CodeAttempt code;
  std::optional<std::string> name;
};

template <class Accounts>
Result<void> find_or_make(StoreWrites& writes, const Attempt& attempt,
                          SignedIn<typename Accounts::Row>& out) {
  const auto& [phone, now] = std::tie(attempt.code.phone, attempt.code.at);
  auto known = Accounts::find(writes.reads(), phone);
  if (!known) return std::unexpected(known.error());
  out.is_new = !known->has_value();
  out.row = out.is_new ? Accounts::make(phone, attempt.name, now) : **known;
  if (Accounts::is_suspended(out.row)) return fail(Code::kSuspended);
  if (!out.is_new && out.row.is_verified) return {};
  out.row.is_verified = true;
  out.row.updated_at = now;
  return Accounts::put(writes, out.row);
}

// One operation: the code is used exactly if the account is there afterwards.
template <class Accounts>
Result<SignedIn<typename Accounts::Row>> sign_in(StoreWrites& writes, const Attempt& attempt) {
  const auto verdict = writes.try_code(attempt.code);
  if (!verdict) return std::unexpected(verdict.error());
  SignedIn<typename Accounts::Row> out{.verdict = *verdict, .row = {}};
  if (verdict->outcome != CodeVerdict::Outcome::kRight) return out;
  const auto found = find_or_make<Accounts>(writes, attempt, out);
  if (!found) return std::unexpected(found.error());
  return out;
}

template <class Accounts>
void answer_signed_in(const SignIn& in, const CallRef& call,
                      const SignedIn<typename Accounts::Row>& out) {
  const auto token = token_for(in, Accounts::kRole, out.row.id.str(), Accounts::name(out.row));
  call->ok("Signed in", json_text([&](JsonWriter& json) {
             json.begin_object().field("token", token);
             Accounts::write(json.key(Accounts::kKey), out.row);
             json.field("isNewUser", out.is_new).end_object();
           }));
}

template <class Accounts>
void answer_attempt(const SignIn& in, const CallRef& call,
                    const SignedIn<typename Accounts::Row>& out) {
  switch (out.verdict.outcome) {
    case CodeVerdict::Outcome::kWrong:
      return call->fail(Error{Code::kBadCredentials, "Invalid or expired OTP", {}});
    case CodeVerdict::Outcome::kTooMany:
      in.services.refusals.noted(Limit::kCode, out.verdict.wait);
      return call->send(too_many_requests(out.verdict.wait, "Too many wrong codes"));
    case CodeVerdict::Outcome::kRight:
      return answer_signed_in<Accounts>(in, call, out);
  }
}

template <class Accounts>
void verify_otp(const SignInRef& in, const CallRef& call) {
  BodyReader body(call->request().body);
  Attempt attempt;
  attempt.code = {.phone = body.phone("phone"),
                  .code = body.code("otp", 12),
                  .purpose = OtpPurpose::kLogin,
                  .address = caller_key(*in, *call),
                  .at = in->services.clock.now(),
                  .limits = in->settings.login_codes};
  attempt.name = body.optional_text("name", 100);
  if (attempt.name && attempt.name->empty()) attempt.name.reset();
  if (!body.ok()) return call->fail(body.errors());
  in->services.store.write(
      call->loop(),
      [attempt = std::move(attempt)](StoreWrites& writes) {
        return sign_in<Accounts>(writes, attempt);
      },
      call->then([in, call](const SignedIn<typename Accounts::Row>& out) {
        answer_attempt<Accounts>(*in, call, out);
      }));
}

void answer_admin(const SignIn& in, const CallRef& call, const Admin& admin) {
  const auto token = token_for(in, Role::kAdmin, admin.id.str(), admin.name);
  call->ok("Signed in", json_text([&](JsonWriter& json) {
             json.begin_object().field("token", token);
             json.key("admin").begin_object().field("id", admin.id).field("email", admin.email);
             json.field("name", admin.name).field("role", to_string(admin.role));
             json.end_object().end_object();
           }));
}

// The hash is slow, so it runs on the background thread, also when there is no such account.
void check_password(const SignInRef& in, const CallRef& call, std::optional<Admin> admin,
                    std::string password) {
  if (in->password_checks.fetch_add(1) >= kMaxPasswordChecks) {
    in->password_checks.fetch_sub(1);
    return call->fail(Code::kUnavailable);
  }
  in->services.background.post(
      [in, call = call, admin = std::move(admin), password = std::move(password)]() mutable {
        const bool right = auth::verify_password(
            password, admin ? admin->password_hash : auth::absent_password_hash());
        in->password_checks.fetch_sub(1);
        call->loop().post([in, call = std::move(call), admin = std::move(admin), right] {
          if (!right || !admin) return call->fail(Code::kBadCredentials);
          if (!admin->is_active) return call->fail(Code::kSuspended);
          answer_admin(*in, call, *admin);
        });
      });
}

void admin_login(const SignInRef& in, const CallRef& call) {
  BodyReader body(call->request().body);
  const auto email = body.text("email", 254);
  auto password = body.secret("password", 1024);
  if (!body.ok()) return call->fail(body.errors());
  in->services.store.read(
      call->loop(), [email](StoreReads& reads) { return reads.admin_by_email(email); },
      call->then([in, call, password = std::move(password)](std::optional<Admin> admin) mutable {
        check_password(in, call, std::move(admin), std::move(password));
      }));
}

}  // namespace

void add_auth_routes(Router& router, const Services& services, const Settings& settings) {
  const auto in = std::make_shared<SignIn>(services, settings);
  const auto add = [&](std::string_view path, void (*handler)(const SignInRef&, const CallRef&)) {
    router.add(
        "POST", fmt::format("{}/auth/{}", kApiRoot, path), Access::kPublic,
        [in, handler](const CallRef& call) { handler(in, call); }, Throttle::kSignIn);
  };
  add("user/send-otp", send_otp);
  add("pilot/send-otp", send_otp);
  add("user/verify-otp", verify_otp<UserAccounts>);
  add("pilot/verify-otp", verify_otp<PilotAccounts>);
  add("admin/login", admin_login);
}

}  // namespace waycast::api
