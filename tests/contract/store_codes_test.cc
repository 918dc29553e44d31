// One-time codes: used once, tried so often from each address, forgotten in time.
#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;
using Outcome = CodeVerdict::Outcome;

Otp otp_of(const std::string& id, const std::string& code, TimePoint now) {
  Otp otp;
  otp.id = id;
  otp.phone = "+911";
  otp.code = code;
  otp.expires_at = now + 5min;
  otp.created_at = now;
  return otp;
}

// The codes of one phone.
struct Codes {
  StoreCaller& call;
  TimePoint now;

  void send(const std::string& code, TimePoint at, const std::string& asked_from = "") {
    ASSERT_TRUE(
        call.write([&](StoreWrites& w) { return w.put_otp(otp_of(code, code, at), asked_from); }));
  }
  CodeVerdict verdict(const CodeAttempt& attempt) {
    const auto verdict = call.write([&](StoreWrites& w) { return w.try_code(attempt); });
    EXPECT_TRUE(verdict.has_value());
    return *verdict;
  }
  Outcome give(const std::string& code, const std::string& from, TimePoint at) {
    return verdict({"+911", code, OtpPurpose::kLogin, from, at, {}}).outcome;
  }
  Outcome give(const std::string& code, const std::string& from) { return give(code, from, now); }
  void guess(int times, const std::string& from) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(give("none", from), Outcome::kWrong) << from << i;
  }
};

TEST_P(StoreContract, ACodeIsUsedOnceAndOnlyForItsPurpose) {
  Codes codes{call, now};
  codes.send("1234", now);
  const auto use = [&](const char* code, OtpPurpose purpose, TimePoint at) {
    return codes.verdict({"+911", code, purpose, "192.0.2.1", at, {}}).outcome;
  };
  EXPECT_EQ(use("9999", OtpPurpose::kLogin, now), Outcome::kWrong);
  EXPECT_EQ(use("1234", OtpPurpose::kSignup, now), Outcome::kWrong);
  EXPECT_EQ(use("1234", OtpPurpose::kLogin, now + 5min), Outcome::kWrong);
  EXPECT_EQ(use("1234", OtpPurpose::kLogin, now + 299s), Outcome::kRight);
  EXPECT_EQ(use("1234", OtpPurpose::kLogin, now), Outcome::kWrong);
  const auto latest =
      call.read([](StoreReads& r) { return r.latest_otp("+911", OtpPurpose::kLogin); });
  EXPECT_TRUE((*latest)->is_used);
}

TEST_P(StoreContract, APhoneIsTheSameWithOrWithoutItsPlus) {
  Codes codes{call, now};
  codes.send("1234", now);
  EXPECT_EQ(codes.verdict({"911", "1234", OtpPurpose::kLogin, "192.0.2.1", now, {}}).outcome,
            Outcome::kRight);
}

TEST_P(StoreContract, FiveWrongCodesOfAnAddressEndThatAddressOnly) {
  Codes codes{call, now};
  codes.send("1234", now, "owner");
  codes.guess(5, "guesser");
  EXPECT_EQ(codes.give("1234", "guesser"), Outcome::kTooMany);
  EXPECT_EQ(codes.verdict({"+911", "1234", OtpPurpose::kLogin, "guesser", now + 1min, {}}).wait,
            4min);
  EXPECT_EQ(codes.give("1234", "owner"), Outcome::kRight);
}

TEST_P(StoreContract, ANewCodeBeginsANewCount) {
  Codes codes{call, now};
  codes.send("1234", now, "home");
  codes.guess(5, "home");
  EXPECT_EQ(codes.give("1234", "home"), Outcome::kTooMany);
  codes.send("5678", now + 1s, "home");
  EXPECT_EQ(codes.give("5678", "home", now + 1s), Outcome::kRight);
}

TEST_P(StoreContract, ManyAddressesTogetherHaveFewGuessesAndTheOneThatAskedItsOwn) {
  Codes codes{call, now};
  codes.send("1234", now, "owner");
  codes.guess(5, "a");
  codes.guess(4, "b");
  codes.guess(1, "c");
  for (const char* from : {"a", "b", "c", "d"})
    EXPECT_EQ(codes.give("1234", from), Outcome::kTooMany);
  codes.guess(4, "owner");
  EXPECT_EQ(codes.give("1234", "owner"), Outcome::kRight);
}

// Somebody who asks for codes themselves takes nothing from the owner, who has one of the others.
TEST_P(StoreContract, WhoAskedForALiveCodeIsNotHeldUpByAnotherOne) {
  Codes codes{call, now};
  codes.send("1234", now, "owner");
  codes.send("5678", now + 1s, "guesser");
  codes.guess(5, "a");
  codes.guess(5, "b");
  codes.guess(5, "guesser");
  EXPECT_EQ(codes.give("1234", "owner", now + 1s), Outcome::kRight);
}

TEST_P(StoreContract, OnlyTheNewestThreeCodesWork) {
  Codes codes{call, now};
  for (int i = 0; i < 4; ++i) codes.send("code" + std::to_string(i), now + i * 1s);
  EXPECT_EQ(codes.give("code0", "a", now + 4s), Outcome::kWrong);
  EXPECT_EQ(codes.give("code1", "a", now + 4s), Outcome::kRight);
}

TEST_P(StoreContract, CodesAreForgottenADayAfterTheyExpired) {
  Codes codes{call, now};
  const auto usable = [&](const char* code) { return codes.give(code, "a") == Outcome::kRight; };
  codes.send("1111", now, "a");
  codes.send("2222", now + 23h, "a");
  codes.send("3333", now + 24h + 5min, "a");
  EXPECT_TRUE(usable("1111")) << "not yet: it expired a day ago, not longer";
  codes.send("4444", now + 24h + 6min, "a");
  codes.send("1111", now, "a");  // the row with this id is gone, and what its address did
  EXPECT_TRUE(usable("2222"));
}

}  // namespace
}  // namespace waycast
