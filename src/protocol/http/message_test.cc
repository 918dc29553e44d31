#include "protocol/http/message.h"

#include <gtest/gtest.h>

namespace waycast::http {
namespace {

TEST(HttpMessage, FindsHeadersWhateverTheirCase) {
  const Headers headers{{"Content-Type", "a"}, {"content-type", "b"}};
  EXPECT_EQ(find(headers, "CONTENT-type"), "a");
  EXPECT_EQ(find(headers, "Content-Typ"), "");
  EXPECT_EQ(find({}, "Host"), "");
}

TEST(HttpMessage, SplitsTheTarget) {
  Request request;
  request.target = "/a/b?x=1?y";
  EXPECT_EQ(request.path(), "/a/b");
  EXPECT_EQ(request.query(), "x=1?y");
  request.target = "/a";
  EXPECT_EQ(request.path(), "/a");
  EXPECT_EQ(request.query(), "");
}

TEST(HttpMessage, DecodesQueryValues) {
  constexpr std::string_view query = "a=1&&b=%41+%2f&c&%64=4&e=%4&f=%zz&a=2&g=x=y";
  EXPECT_EQ(query_value(query, "a").value, "1");
  EXPECT_EQ(query_value(query, "b").value, "A /");
  EXPECT_TRUE(query_value(query, "c").found);
  EXPECT_EQ(query_value(query, "c").value, "");
  EXPECT_EQ(query_value(query, "d").value, "4");
  EXPECT_EQ(query_value(query, "e").value, "%4");
  EXPECT_EQ(query_value(query, "f").value, "%zz");
  EXPECT_EQ(query_value(query, "g").value, "x=y");
  EXPECT_FALSE(query_value(query, "h").found);
  EXPECT_FALSE(query_value("", "a").found);
}

TEST(HttpMessage, NamesStatuses) {
  EXPECT_EQ(reason_phrase(429), "Too Many Requests");
  EXPECT_EQ(reason_phrase(299), "Unknown");
}

}  // namespace
}  // namespace waycast::http
