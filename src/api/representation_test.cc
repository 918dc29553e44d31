#include "api/representation.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace waycast::api {
namespace {

http::Response json(std::string body) {
  return {
      .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

std::string gunzip(const std::string& packed) {
  std::string out(100'000, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(Revalidate, AnUnchangedBodyIsNotSentAgain) {
  auto first = json("{\"a\":1}");
  revalidate(first, "");
  const std::string tag(http::find(first.headers, "ETag"));
  ASSERT_FALSE(tag.empty());
  for (const auto& asked : {tag, "\"x\", " + tag, tag.substr(2), std::string("*")}) {
    auto again = json("{\"a\":1}");
    revalidate(again, asked);
    EXPECT_EQ(again.status, 304) << asked;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(http::find(again.headers, "ETag"), tag);
  }
  auto changed = json("{\"a\":2}");
  revalidate(changed, tag);
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, "{\"a\":2}");
}

TEST(Revalidate, AFailureHasNoTag) {
  auto failed = json("{}");
  failed.status = 404;
  revalidate(failed, "*");
  EXPECT_EQ(failed.status, 404);
  EXPECT_EQ(http::find(failed.headers, "ETag"), "");
}

TEST(Compress, PacksWhatIsLargeForThoseWhoAccept) {
  const std::string large(5000, 'x');
  auto packed = json(large);
  compress(packed, "deflate, gzip;q=0.8");
  EXPECT_EQ(http::find(packed.headers, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 200U);
  EXPECT_EQ(gunzip(packed.body), large);
  for (const char* accept : {"", "identity", "gzip;q=0", "br"}) {
    auto plain = json(large);
    compress(plain, accept);
    EXPECT_EQ(plain.body, large) << accept;
    EXPECT_EQ(http::find(plain.headers, "Vary"), "Accept-Encoding");
  }
  auto small = json(std::string(kMinCompressed, 'x'));
  compress(small, "gzip");
  EXPECT_EQ(http::find(small.headers, "Content-Encoding"), "");
}

TEST(Representation, WhatAReaderHasPackedIsNotPackedAgain) {
  http::Request request;
  request.method = "GET";
  request.headers = {{"Accept-Encoding", "gzip"}};
  const Asked asked = asked_by(request);
  http::Response answer{200, {{"Content-Type", "application/json"}}, std::string(5'000, 'x')};
  represent(answer, asked);
  const http::Response packed = answer;
  EXPECT_EQ(http::find(packed.headers, "Content-Encoding"), "gzip");
  represent(answer, asked);
  EXPECT_EQ(answer.body, packed.body);
  EXPECT_EQ(answer.headers.size(), packed.headers.size());
}

TEST(Representation, OfAPackedPageThatIsUnchangedOnlyItsTagTravels) {
  const Asked zipped{.accept_encoding = "gzip", .if_none_match = {}, .reads = true};
  http::Response page{200, {{"Content-Type", "text/html"}}, std::string(5'000, 'x')};
  represent(page, zipped);
  const std::string tag(http::find(page.headers, "ETag"));
  http::Response other = page;
  spare_unchanged(other, "W/\"other\"");
  EXPECT_EQ(other.status, 200);
  spare_unchanged(page, tag);
  EXPECT_EQ(page.status, 304);
  EXPECT_TRUE(page.body.empty());
  EXPECT_TRUE(http::find(page.headers, "Content-Encoding").empty());
  EXPECT_EQ(http::find(page.headers, "Vary"), "Accept-Encoding");
  EXPECT_EQ(http::find(page.headers, "ETag"), tag);
}

}  // namespace
}  // namespace waycast::api
