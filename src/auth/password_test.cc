#include "auth/password.h"

#include <gtest/gtest.h>

#include <ctime>

namespace waycast::auth {
namespace {

TEST(Password, VerifiesBcryptHashesOfTheExistingApp) {
  // Published test vectors of bcrypt: cost 5, versions 2a, 2b and 2y.
  EXPECT_TRUE(
      verify_password("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_TRUE(
      verify_password("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_TRUE(
      verify_password("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_FALSE(
      verify_password("U*V", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
}

TEST(Password, VerifiesWhatItHashed) {
  const auto hash = hash_password("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password("correct horse", hash));
  EXPECT_FALSE(verify_password("correct horsf", hash));
  EXPECT_FALSE(verify_password("", hash));
  EXPECT_NE(hash, hash_password("correct horse")) << "salts must differ";
}

TEST(Password, RefusesOtherFormats) {
  for (const char* hash : {"", "plain", "$1$salt$abc", "$2a$", "*0", "$argon2id$"}) {
    EXPECT_FALSE(verify_password("plain", hash)) << hash;
  }
}

// Nobody learns by the time of a refusal which accounts exist.
TEST(Password, RefusesAnAccountWithoutAPasswordNoFasterThanOthers) {
  const auto work_for = [](const std::string& hash) {  // processor time: others do not disturb it
    const std::clock_t before = std::clock();
    EXPECT_FALSE(verify_password("wrong", hash));
    return std::clock() - before;
  };
  const std::clock_t wrong = work_for(absent_password_hash());
  EXPECT_GT(4 * work_for(""), wrong);
  EXPECT_GT(4 * work_for("!locked"), wrong);
  EXPECT_FALSE(verify_password("", "")) << "the hash that it is compared with is no password's";
}

}  // namespace
}  // namespace waycast::auth
