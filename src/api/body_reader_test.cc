#include "api/body_reader.h"

#include <gtest/gtest.h>

#include "api/phone.h"
#include "api/query_reader.h"

namespace waycast::api {
namespace {

std::vector<std::string> fields(const std::vector<FieldError>& errors) {
  std::vector<std::string> out;
  for (const auto& error : errors) out.push_back(error.field);
  return out;
}

TEST(BodyReader, ReadsWhatIsThere) {
  BodyReader body(R"({"label":"  Home ","lat":12.9715987,"lng":77.5945627,"on":true,
                      "packageType":"FOOD","scheduledAt":"2026-11-24T08:15:30.123Z","n":null})");
  EXPECT_EQ(body.text("label", 10), "Home");
  EXPECT_EQ(body.position(), (LatLng{12.9715987, 77.5945627}));
  EXPECT_TRUE(body.flag("on"));
  EXPECT_EQ(body.choice<PackageType>("packageType"), PackageType::kFood);
  EXPECT_EQ(body.optional_time("scheduledAt"), TimePoint{Duration{1'795'508'130'123}});
  EXPECT_FALSE(body.has("n"));
  EXPECT_FALSE(body.optional_text("n", 5).has_value());
  EXPECT_TRUE(body.ok());
}

TEST(BodyReader, NamesEveryBadField) {
  BodyReader body(R"({"label":"","city":7,"lat":91,"lng":"x","on":"yes","packageType":"PIANO",
                      "scheduledAt":"tomorrow","long":"123456"})");
  body.text("label", 10);
  body.text("city", 10);
  body.text("state", 10);
  body.position();
  body.flag("on");
  body.choice<PackageType>("packageType");
  body.optional_time("scheduledAt");
  body.optional_text("long", 5);
  EXPECT_EQ(fields(body.errors()),
            (std::vector<std::string>{"label", "city", "state", "lat", "lng", "on", "packageType",
                                      "scheduledAt", "long"}));
}

TEST(BodyReader, ABodyThatIsNoObjectIsOneError) {
  for (const char* text : {"[1]", "{", "nope", "\"x\"", "{\"a\":1}}"}) {
    BodyReader body(text);
    body.text("label", 10);
    EXPECT_EQ(fields(body.errors()), std::vector<std::string>{"body"}) << text;
  }
  EXPECT_TRUE(BodyReader("").ok());
}

TEST(BodyReader, AnUnknownHeadingIsNullButAWrongTypeIsAnError) {
  BodyReader body(R"({"lat":1,"lng":2,"heading":-1,"speed":-1,"accuracy":5})");
  const auto location = body.location();
  EXPECT_TRUE(body.ok());
  EXPECT_FALSE(location.heading || location.speed);
  EXPECT_EQ(location.accuracy, 5);
  BodyReader wrong(R"({"lat":1,"lng":2,"heading":"north"})");
  wrong.location();
  EXPECT_EQ(fields(wrong.errors()), std::vector<std::string>{"heading"});
}

// What the grammar allows is read; what a double cannot hold is an error of that field.
TEST(BodyReader, ReadsAllThatTheGrammarAllows) {
  BodyReader body(R"({"label":"\ud83d!","ignored":[1e999,)" + std::string(200, '[') +
                  std::string(200, ']') + R"(],"__proto__":{"label":"x"}})");
  EXPECT_EQ(body.text("label", 10), "\xEF\xBF\xBD!");
  EXPECT_TRUE(body.ok());
  const std::string digits(400, '1');
  BodyReader huge(R"({"lat":)" + digits + R"(,"lng":1e999,"heading":-1e999,"speed":)" + digits +
                  R"(,"accuracy":1e99999999999})");
  huge.location();
  EXPECT_EQ(fields(huge.errors()),
            (std::vector<std::string>{"lat", "lng", "heading", "speed", "accuracy"}));
  BodyReader deep(std::string(5000, '['));
  EXPECT_EQ(fields(deep.errors()), std::vector<std::string>{"body"});
}

TEST(Phone, IsOneTextPerPhone) {
  EXPECT_EQ(normalised_phone("+91 98765-43210"), "+919876543210");
  EXPECT_EQ(normalised_phone("0091 (98765) 43210"), "+919876543210");
  EXPECT_EQ(normalised_phone("9876543210"), "9876543210");
  for (const char* bad : {"", "123", "+", "98765abc10", "1234567890123456", "98+76543210"}) {
    EXPECT_FALSE(normalised_phone(bad).has_value()) << bad;
  }
}

TEST(Phone, MayBeTypedInAnyScript) {
  for (const char* same :
       {"\u200e+91 98765-43210\u200f", "\ufeff+91\u00a098765\u201143210", "+٩١٩٨٧٦٥٤٣٢١٠",
        "۰۰۹۱ ۹۸۷۶۵ ۴۳۲۱۰", "+९१ ९८७६५–४३२१०", "＋９１（９８７６５）４３２１０",
        "+91\u200b98765\u206043210", "\u202a+91 98765 43210\u202c", "+91\u202f98765\u221243210"}) {
    EXPECT_EQ(normalised_phone(same), "+919876543210") << same;
  }
  for (const char* bad : {"+91 98765 4321O", "+91 98765 ௰௱௲", "٩٨٧", "98765４＋３210"}) {
    EXPECT_FALSE(normalised_phone(bad).has_value()) << bad;
  }
}

TEST(BodyReader, TakesNumbersAndCodesAsPeopleTypeThem) {
  BodyReader body(R"({"a":"१२३ ४५६","b":" \u200f12–34 ","c":"GJ\u00a001 ९","d":"\u200b"})");
  EXPECT_EQ(body.code("a", 6), "123456");
  EXPECT_EQ(body.optional_code("b", 4), "1234");
  EXPECT_EQ(body.plain("c", 7), "GJ 01 9");
  EXPECT_TRUE(body.ok());
  body.plain("d", 10);
  body.text("d", 10);
  EXPECT_EQ(fields(body.errors()), (std::vector<std::string>{"d", "d"})) << "nothing to be seen";
}

TEST(BodyReader, LeavesASecretAsItIs) {
  BodyReader body(R"({"password":" p\u00a0","empty":""})");
  EXPECT_EQ(body.secret("password", 10), " p\u00a0");
  EXPECT_TRUE(body.ok());
  body.secret("empty", 10);
  body.secret("missing", 10);
  EXPECT_EQ(fields(body.errors()), (std::vector<std::string>{"empty", "missing"}));
}

TEST(BodyReader, CountsCharactersNotBytes) {
  BodyReader body(R"({"a":"आनंदा","b":"😀😀😀","half":"\ufffd!","long":"नमस्ते"})");
  EXPECT_EQ(body.text("a", 5), "आनंदा");
  EXPECT_EQ(body.text("b", 3), "😀😀😀");
  EXPECT_EQ(body.text("half", 2), "\ufffd!");
  EXPECT_TRUE(body.ok());
  body.text("long", 5);
  ASSERT_EQ(body.errors().size(), 1U);
  EXPECT_EQ(body.errors()[0].message, "long must be at most 5 characters of text");
}

TEST(QueryReader, TrimsASearch) {
  EXPECT_EQ(QueryReader("search=%20%E2%80%8F%C3%89cole%C2%A0").search(), "École");
  EXPECT_EQ(QueryReader("page=1").search(), "");
}

TEST(QueryReader, ReadsPagesFiltersAndBoxes) {
  QueryReader query("page=3&limit=50&status=PENDING,ACCEPTED&from=2026-01-01T00:00:00.000Z&on=1");
  EXPECT_EQ(query.page().page, 3);
  EXPECT_EQ(query.page().limit, 50);
  EXPECT_EQ(query.choices<BookingStatus>("status"),
            (std::vector{BookingStatus::kPending, BookingStatus::kAccepted}));
  EXPECT_TRUE(query.time("from").has_value());
  EXPECT_EQ(query.flag("on"), true);
  EXPECT_EQ(query.box().north, 90);
  EXPECT_TRUE(query.ok());
}

TEST(QueryReader, NamesBadParameters) {
  QueryReader query("page=0&limit=101&status=PENDING,NOPE&north=10&south=20&east=1&west=x");
  query.page();
  query.choices<BookingStatus>("status");
  query.box();
  EXPECT_EQ(fields(query.errors()),
            (std::vector<std::string>{"page", "limit", "status", "west", "north"}));
}

TEST(BodyReader, ADateIsReadOrNamed) {
  BodyReader body(R"({"good":"1970-01-02","bad":"1970-02-30","none":null})");
  EXPECT_EQ(body.optional_date("good"), TimePoint{std::chrono::hours(24)});
  EXPECT_EQ(body.optional_date("none"), std::nullopt);
  EXPECT_TRUE(body.ok());
  body.optional_date("bad");
  ASSERT_EQ(body.errors().size(), 1U);
  EXPECT_EQ(body.errors().front().field, "bad");
}

}  // namespace
}  // namespace waycast::api
