#include "auth/jwt.h"

#include <gtest/gtest.h>
#include <jwt.h>

#include <chrono>
#include <cstdlib>

#include "auth/secret_policy.h"

namespace waycast::auth {
namespace {

constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef-test";
constexpr TimePoint kNow{Duration{1'767'225'600'000}};
constexpr std::int64_t kNowSeconds = 1'767'225'600;

// Any token, also ones that our own signer would never make.
std::string make(std::string_view claims_json, jwt_alg_t algorithm = JWT_ALG_HS256,
                 std::string_view secret = kSecret) {
  jwt_t* token = nullptr;
  jwt_new(&token);
  jwt_add_grants_json(token, std::string(claims_json).c_str());
  if (algorithm != JWT_ALG_NONE) {
    jwt_set_alg(token, algorithm, reinterpret_cast<const unsigned char*>(secret.data()),
                static_cast<int>(secret.size()));
  }
  char* text = jwt_encode_str(token);
  std::string out = text;
  std::free(text);
  jwt_free(token);
  return out;
}

void expect_refused(const Result<Principal>& result, Code code, std::string_view message) {
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, code);
  EXPECT_EQ(result.error().message, message);
}

const std::string kPilotClaims = R"({"id":"pilot-7","type":"pilot","name":"Ana"})";

TEST(Jwt, AcceptsABareTokenAndABearerToken) {
  const Jwt jwt(kSecret);
  const auto token = make(kPilotClaims);
  for (const auto& form : {token, "Bearer " + token, "bearer  " + token + " "}) {
    const auto who = jwt.verify(form, kNow);
    ASSERT_TRUE(who.has_value()) << form;
    EXPECT_EQ(who->role, Role::kPilot);
    EXPECT_EQ(who->id, "pilot-7");
    EXPECT_EQ(who->name, "Ana");
    EXPECT_FALSE(who->expires_at.has_value());
  }
}

TEST(Jwt, AsksForAMissingToken) {
  const Jwt jwt(kSecret);
  for (const char* token : {"", "Bearer ", "Bearer", "   "}) {
    expect_refused(jwt.verify(token, kNow), Code::kAuthenticationRequired,
                   "Authentication required");
  }
}

TEST(Jwt, RefusesBadSignaturesOtherAlgorithmsAndNone) {
  const Jwt jwt(kSecret);
  const auto good = make(kPilotClaims);
  auto flipped = good;
  flipped[flipped.size() - 5] = flipped[flipped.size() - 5] == 'A' ? 'B' : 'A';
  const auto unsigned_form = good.substr(0, good.rfind('.') + 1);
  for (const auto& token : {make(kPilotClaims, JWT_ALG_HS256, "another-secret-of-32-bytes-or-more"),
                            make(kPilotClaims, JWT_ALG_HS384), make(kPilotClaims, JWT_ALG_HS512),
                            make(kPilotClaims, JWT_ALG_NONE), flipped, unsigned_form, good + "A",
                            good + "=", std::string("a.b.c"), std::string("garbage"),
                            std::string(20'000, 'a'), std::string("..")}) {
    expect_refused(jwt.verify(token, kNow), Code::kTokenInvalid, "Authentication failed");
  }
}

TEST(Jwt, RefusesAnExpiredTokenFromTheSecondItExpires) {
  const Jwt jwt(kSecret);
  const auto token_of = [](std::int64_t exp) {
    return make(R"({"id":"u","type":"user","exp":)" + std::to_string(exp) + "}");
  };
  expect_refused(jwt.verify(token_of(kNowSeconds), kNow), Code::kTokenExpired,
                 "Authentication failed");
  const auto alive = jwt.verify(token_of(kNowSeconds + 1), kNow);
  ASSERT_TRUE(alive.has_value());
  EXPECT_EQ(alive->expires_at, TimePoint{std::chrono::seconds(kNowSeconds + 1)});
  expect_refused(jwt.verify(make(R"({"id":"u","type":"user","exp":"soon"})"), kNow),
                 Code::kTokenInvalid, "Authentication failed");
  EXPECT_TRUE(jwt.verify(make(R"({"id":"u","type":"user","exp":1767225600.5})"), kNow).has_value());
  expect_refused(jwt.verify(make(R"({"id":"u","type":"user","nbf":1767225700})"), kNow),
                 Code::kTokenInvalid, "Authentication failed");
}

TEST(Jwt, NamesAnUnusablePayload) {
  const Jwt jwt(kSecret);
  for (const char* claims :
       {R"({"type":"pilot"})", R"({"id":"","type":"pilot"})", R"({"id":7,"type":"pilot"})",
        R"({"id":"x"})", R"({"id":"x","type":"robot"})", R"({"id":"x","type":1})"}) {
    expect_refused(jwt.verify(make(claims), kNow), Code::kTokenInvalid, "Invalid token payload");
  }
}

TEST(Jwt, SignsWhatItVerifies) {
  const Jwt jwt(kSecret);
  const Principal ana{.role = Role::kAdmin, .id = "a-1", .name = "Ana \"Q\" é", .expires_at = {}};
  const auto token = jwt.sign(ana, std::chrono::hours(1), kNow);
  const auto who = jwt.verify(token, kNow);
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->role, Role::kAdmin);
  EXPECT_EQ(who->name, "Ana \"Q\" é");
  EXPECT_EQ(who->expires_at, kNow + std::chrono::hours(1));
  EXPECT_EQ(jwt.verify(token, kNow + std::chrono::hours(1)).error().code, Code::kTokenExpired);
}

TEST(SecretPolicy, RefusesMissingShortAndPublishedSecrets) {
  for (const char* bad :
       {"", "short", "your-secret-key-change-this-in-production",
        "CHANGE_ME_CHANGE_ME_CHANGE_ME_12", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_FALSE(check_secret(bad).has_value()) << bad;
  }
  EXPECT_TRUE(check_secret("J5k2-9dLq0Zx7Vb3Nm8Rt6Yw1Pc4Hs2Gf").has_value());
}

}  // namespace
}  // namespace waycast::auth
