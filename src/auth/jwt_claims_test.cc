#include "auth/jwt_claims.h"

#include <gtest/gtest.h>

#include <string>

namespace waycast::auth {
namespace {

constexpr TimePoint kIssuedAt{Duration{1'767'225'600'000}};
constexpr std::string_view kHeader = R"({"typ":"JWT","alg":"HS256"})";
constexpr std::string_view kClaims = R"({"id":"pilot-7","type":"pilot","name":"Zoë?>~"})";

std::string base64url(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) out += kAlphabet[bits >> (held - 6) & 63];
  }
  if (held > 0) out += kAlphabet[bits << (6 - held) & 63];
  return out;
}

Result<Principal> read(std::string_view header, std::string_view claims) {
  return read_signed_part(base64url(header) + "." + base64url(claims), kIssuedAt);
}

TEST(JwtClaims, ReadsWhoItIs) {
  const auto who = read(kHeader, kClaims);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->id, "pilot-7");
  EXPECT_EQ(who->name, "Zoë?>~");
}

TEST(JwtClaims, RefusesWhatIsNoToken) {
  const std::string header = base64url(kHeader);
  const std::string claims = base64url(kClaims);
  for (const std::string& part :
       {header, header + claims, header + ".", "." + claims, header + "." + claims + "=",
        header + "." + claims + "." + claims, header + ".!" + claims, header + "\n." + claims,
        header + "." + base64url("[]"), header + "." + base64url("{\"id\":\"x\""),
        header + "." + base64url("\"pilot\"")}) {
    const auto read = read_signed_part(part, kIssuedAt);
    ASSERT_FALSE(read) << part;
    EXPECT_EQ(read.error().message, "Authentication failed") << part;
  }
}

TEST(JwtClaims, RefusesOtherAlgorithmsAndUnknownExtensions) {
  for (const char* header :
       {R"({"typ":"JWT"})", R"({"alg":"none"})", R"({"alg":"hs256"})", R"({"alg":["HS256"]})",
        R"({"alg":"HS256","crit":["b64"],"b64":false})"}) {
    EXPECT_FALSE(read(header, kClaims)) << header;
  }
}

TEST(JwtClaims, RefusesTimesThatAreNone) {
  for (const char* claims :
       {R"({"id":"x","type":"user","exp":"1767229200"})", R"({"id":"x","type":"user","exp":null})",
        R"({"id":"x","type":"user","nbf":{}})"}) {
    const auto refused = read(kHeader, claims);
    ASSERT_FALSE(refused) << claims;
    EXPECT_EQ(refused.error().code, Code::kTokenInvalid) << claims;
  }
}

TEST(JwtClaims, ReadsTimesOfAnySize) {
  const auto with_expiry = [](const std::string& exp) {
    return read(kHeader, R"({"id":"x","type":"user","exp":)" + exp + "}");
  };
  const std::string digits(400, '9');
  for (const std::string& far :
       {std::string("1e300"), std::string("1e999"), digits, digits + ".5"}) {
    const auto who = with_expiry(far);
    ASSERT_TRUE(who) << far;
    EXPECT_GT(*who->expires_at, kIssuedAt) << far;
  }
  for (const std::string& past : {std::string("0"), std::string("-1"), std::string("-1e999"),
                                  "-" + digits, std::string("1e-999")}) {
    const auto who = with_expiry(past);
    ASSERT_FALSE(who) << past;
    EXPECT_EQ(who.error().code, Code::kTokenExpired) << past;
  }
}

TEST(JwtClaims, TakesAnyTextForAName) {
  const auto name = [](std::string_view json) {
    const auto who = read(kHeader, R"({"id":"x","type":"user","name":)" + std::string(json) + "}");
    return who ? who->name : "refused";
  };
  EXPECT_EQ(name(R"("\ud83d")"), "\xEF\xBF\xBD");
  EXPECT_EQ(name(R"("\ud83d\ude00 Zo\u00eb")"), "\xF0\x9F\x98\x80 Zoë");
  EXPECT_EQ(name(R"("a\u0000b")"), std::string("a\0b", 3));
  EXPECT_EQ(name("1e999"), "") << "no text, no name";
  EXPECT_EQ(name("\"x\",\"deep\":" + std::string(200, '[') + std::string(200, ']')), "x");
  EXPECT_EQ(name("\"x\",\"__proto__\":{\"id\":\"y\"},\"name\":\"last\""), "last");
}

TEST(JwtClaims, RefusesAnIdThatIsNoPlainText) {
  for (const char* id : {R"("")", R"("a\u0000b")", "7", "null"}) {
    const auto who = read(kHeader, R"({"type":"user","id":)" + std::string(id) + "}");
    ASSERT_FALSE(who) << id;
    EXPECT_EQ(who.error().message, "Invalid token payload") << id;
  }
}

}  // namespace
}  // namespace waycast::auth
