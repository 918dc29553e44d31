// Signing in: codes by phone, what limits them, and passwords of admins.
#include <gtest/gtest.h>

#include "api/testing/api_fixture.h"

namespace waycast::api {
namespace {

using std::chrono::minutes;
using testing::Answer;

class SignIn : public testing::ApiFixture {
 protected:
  static constexpr const char* kPhone = "+911234567890";

  static std::string phone_body(const std::string& phone) {
    return R"({"phone":")" + phone + "\"}";
  }

  Answer post(const std::string& path, const std::string& body) {
    auto given = request("POST", path, {}, body);
    given.remote_address = address;
    return send(given);
  }
  Answer ask_code(const std::string& phone, const std::string& role = "user") {
    return post("/api/v1/auth/" + role + "/send-otp", phone_body(phone));
  }
  Answer give_code(const std::string& phone, const std::string& code,
                   const std::string& role = "user") {
    return post("/api/v1/auth/" + role + "/verify-otp",
                R"({"phone":")" + phone + R"(","otp":")" + code + "\"}");
  }
  std::string wrong(const std::string& code) { return code == "000000" ? "000001" : "000000"; }
  void SetUp() override {
    ApiFixture::SetUp();
    settings.sign_in_per_address = settings.per_address = {};
    make_api();
  }

  std::string address = "203.0.113.7";
};

TEST_F(SignIn, TheFirstSignInMakesTheAccountAndLaterOnesFindIt) {
  ask_code("+91 12345-67890");
  ASSERT_EQ(sender.sent.size(), 1U);
  EXPECT_EQ(sender.sent[0].phone, "+911234567890");
  const auto first = give_code("+911234567890", sender.sent[0].code);
  ASSERT_EQ(first.status(), 200) << first.response.body;
  EXPECT_TRUE(first.data().at("isNewUser").as_bool());
  const auto who = jwt.verify(first.data_text("token"), now());
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->role, Role::kUser);
  EXPECT_EQ(who->id, first.data().at("user").at("id").as_string().c_str());
  EXPECT_EQ(who->expires_at, now() + settings.token_ttl);

  ask_code("+911234567890");
  const auto second = give_code("+911234567890", sender.sent[1].code);
  EXPECT_FALSE(second.data().at("isNewUser").as_bool());
  EXPECT_EQ(second.data().at("user").at("id"), first.data().at("user").at("id"));
}

TEST_F(SignIn, APhoneIsOneAccountHoweverItIsWritten) {
  ask_code("+91 (12345) 67890");
  const auto first = give_code("911234567890", sender.sent[0].code);
  ASSERT_EQ(first.status(), 200) << first.response.body;
  EXPECT_EQ(first.data().at("user").at("phone").as_string(), "911234567890");
  ask_code("0091-12345-67890");
  const auto second = give_code("+91.12345.67890", sender.sent[1].code);
  EXPECT_FALSE(second.data().at("isNewUser").as_bool());
  EXPECT_EQ(second.data().at("user").at("id"), first.data().at("user").at("id"));
  EXPECT_EQ(ask_code("911234567890").status(), 200);
  expect_failure(ask_code("+911234567890"), 429, "ERR_1003");

  EXPECT_EQ(send("POST", "/api/v1/pilots/register", {}, R"({"phone":"919999999999","name":"Ana"})")
                .status(),
            201);
  expect_failure(
      send("POST", "/api/v1/pilots/register", {}, R"({"phone":"+91 99999 99999","name":"Ana"})"),
      409, "ERR_1411");
}

TEST_F(SignIn, APilotWhoSignsInFirstAwaitsApproval) {
  ask_code("+911234567890", "pilot");
  const auto answer = give_code("+911234567890", sender.sent[0].code, "pilot");
  EXPECT_EQ(answer.data().at("pilot").at("status").as_string(), "PENDING");
  EXPECT_EQ(jwt.verify(answer.data_text("token"), now())->role, Role::kPilot);
}

TEST_F(SignIn, ACodeWorksOnceAndNotLate) {
  ask_code("+911234567890");
  const auto code = sender.sent[0].code;
  EXPECT_EQ(give_code("+911234567890", code).status(), 200);
  expect_failure(give_code("+911234567890", code), 401, "ERR_1101");
  ask_code("+911234567890");
  loop.advance(minutes(6));
  expect_failure(give_code("+911234567890", sender.sent[1].code), 401, "ERR_1101");
}

TEST_F(SignIn, ThreeSendsAMinute) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask_code("+911234567890").status(), 200);
  const auto refused = ask_code("+911234567890");
  expect_failure(refused, 429, "ERR_1003");
  EXPECT_EQ(refused.header("Retry-After"), "60");
  EXPECT_EQ(sender.sent.size(), 3U);
  EXPECT_EQ(ask_code("+919999999999").status(), 200);
  loop.advance(minutes(1));
  EXPECT_EQ(ask_code("+911234567890").status(), 200);
}

TEST_F(SignIn, APhoneAndACodeMayBeTypedInAnyScript) {
  ask_code("\u200e+۹۱ ۱۲۳۴۵\u00a0۶۷۸۹۰");
  ASSERT_EQ(sender.sent.size(), 1U);
  EXPECT_EQ(sender.sent[0].phone, kPhone);
  std::string devanagari;
  for (const char digit : sender.sent[0].code) {
    devanagari += std::string("\xe0\xa5") + static_cast<char>(0xa6 + digit - '0');
  }
  devanagari.insert(9, "\u202f");  // after three digits
  const auto first = give_code("+९१-१२३४५-६७८९०", devanagari);
  ASSERT_EQ(first.status(), 200) << first.response.body;
  EXPECT_EQ(first.data().at("user").at("phone").as_string(), kPhone);
}

TEST_F(SignIn, ASuspendedCustomerCannotSignIn) {
  const auto phone = sample_user(0, now()).phone;
  ASSERT_TRUE(store.write_now(
      [&](StoreWrites& w) { return w.set_user_active(UserId("user-000000"), false, now()); }));
  ask_code(phone);
  expect_failure(give_code(phone, sender.sent[0].code), 403, "ERR_1203");
}

TEST_F(SignIn, AnAdminSignsInWithAHashOfTheExistingApp) {
  Admin boss = sample_admin(now());
  boss.password_hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_admin(boss); }));
  const auto login = [&](const std::string& email, const std::string& password) {
    return send("POST", "/api/v1/auth/admin/login", {},
                R"({"email":")" + email + R"(","password":")" + password + "\"}");
  };
  const auto right = login(boss.email, "U*U");
  ASSERT_EQ(right.status(), 200) << right.response.body;
  EXPECT_EQ(jwt.verify(right.data_text("token"), now())->role, Role::kAdmin);
  EXPECT_EQ(right.response.body.find("$2a$"), std::string::npos);
  expect_failure(login(boss.email, "U*V"), 401, "ERR_1101");
  boss.email = "Ünal@Örnek.example";
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_admin(boss); }));
  for (const char* same :
       {"Ünal@Örnek.example", "ÜNAL@ÖRNEK.EXAMPLE", " u\u0308nal@örnek.Example "}) {
    EXPECT_EQ(login(same, "U*U").status(), 200) << same;
  }
  expect_failure(login("Unal@Ornek.example", "U*U"), 401, "ERR_1101");
  expect_failure(login("nobody@example.com", "U*U"), 401, "ERR_1101");
}

// A hash takes long, so a rush of sign-ins must not keep the background thread for minutes.
TEST_F(SignIn, OnlySoManyPasswordsWaitToBeChecked) {
  Admin boss = sample_admin(now());
  boss.password_hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  ASSERT_TRUE(store.write_now([&](StoreWrites& w) { return w.put_admin(boss); }));
  const auto login = request("POST", "/api/v1/auth/admin/login", {},
                             R"({"email":")" + boss.email + R"(","password":"U*U"})");
  std::map<int, int> answers;
  for (int i = 0; i < 60; ++i) {
    api->handle(login, [&](const http::Response& response) { ++answers[response.status]; }, loop);
  }
  loop.run();
  EXPECT_EQ(answers, (std::map<int, int>{{200, 50}, {503, 10}}));
  EXPECT_EQ(send(login).status(), 200) << "those that were checked wait no more";
}

TEST_F(SignIn, ARegistrationWithoutATokenCountsAsASignIn) {
  settings.sign_in_per_address = {.per_minute = 60, .burst = 2};
  make_api();
  const auto enrol = [&](const std::string& phone, const std::string& authorization = {}) {
    return send("POST", "/api/v1/pilots/register", authorization,
                R"({"phone":")" + phone + R"(","name":"Ana"})");
  };
  EXPECT_EQ(enrol("+919999999991").status(), 201);
  EXPECT_EQ(enrol("+919999999992").status(), 201);
  expect_failure(enrol("+919999999993"), 429, "ERR_1003");
  EXPECT_EQ(enrol("+919999999993", pilot()).status(), 201);
}

TEST_F(SignIn, FiveWrongCodesEndTheGuessesOfThatAddress) {
  ask_code(kPhone);
  const auto code = sender.sent[0].code;
  address = "198.51.100.7";
  for (int i = 0; i < 5; ++i) {
    expect_failure(give_code(kPhone, wrong(code)), 401, "ERR_1101");
  }
  loop.advance(minutes(1));
  const auto refused = give_code(kPhone, code);
  expect_failure(refused, 429, "ERR_1003");
  EXPECT_EQ(refused.header("Retry-After"), "240") << "the rest of the code's life";
  EXPECT_EQ(refusals.refused(static_cast<std::size_t>(Limit::kCode)), 1U);
  address = "203.0.113.7";
  EXPECT_EQ(give_code(kPhone, code).status(), 200) << "the owner is elsewhere";
}

TEST_F(SignIn, AfterFiveWrongCodesANewOneCanBeAskedForAndUsed) {
  for (int round = 0; round < 3; ++round) {
    ASSERT_EQ(ask_code(kPhone).status(), 200);
    const auto code = sender.sent.back().code;
    for (int i = 0; i < 5; ++i) give_code(kPhone, wrong(code));
    expect_failure(give_code(kPhone, code), 429, "ERR_1003");
    loop.advance(minutes(1));
  }
  ASSERT_EQ(ask_code(kPhone).status(), 200);
  EXPECT_EQ(give_code(kPhone, sender.sent.back().code).status(), 200);
}

// The best that a guesser can do: from a new address each time, asking for every code themselves.
TEST_F(SignIn, GuessesOfAPhoneAreFewHoweverManyAddressesMakeThem) {
  int judged = 0;
  const int hours = 5;
  for (int minute = 0; minute < hours * 60; ++minute) {
    address = "198.51.100." + std::to_string(minute % 250);
    ask_code(kPhone);
    for (int i = 0; i < 20; ++i) {
      if (i % 4 == 0) address = "192.0.2." + std::to_string((minute + i) % 250);
      if (give_code(kPhone, "none").status() == 401) ++judged;
    }
    loop.advance(minutes(1));
  }
  EXPECT_LT(judged, (10 + hours * 12) * 30);
}

}  // namespace
}  // namespace waycast::api
