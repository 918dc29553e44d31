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
        R"({"id":"x","type":"user","exp":-1})", R"({"id":"x","type":"user","nbf":{}})"}) {
    EXPECT_FALSE(read(kHeader, claims)) << claims;
  }
  const auto far = read(kHeader, R"({"id":"x","type":"user","exp":1e300})");
  ASSERT_TRUE(far);
  EXPECT_GT(*far->expires_at, kIssuedAt);
}

}  // namespace
}  // namespace waycast::auth
