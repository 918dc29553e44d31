#include "api/representation.h"

#include <fmt/format.h>
#include <zlib.h>

#include <string>

#include "api/content_hash.h"

namespace waycast::api {
namespace {

std::string weak_tag(std::string_view body) {
  return fmt::format("W/\"{:016x}-{:x}\"", content_hash(body), body.size());
}

std::string_view next_item(std::string_view& list) {
  auto item = list.substr(0, list.find(','));
  list.remove_prefix(std::min(item.size() + 1, list.size()));
  while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
  while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
  return item;
}

// Weak comparison: the W/ prefix does not matter.
bool names(std::string_view list, std::string_view tag) {
  const auto opaque = [](std::string_view t) { return t.starts_with("W/") ? t.substr(2) : t; };
  while (!list.empty()) {
    const auto item = next_item(list);
    if (item == "*" || opaque(item) == opaque(tag)) return true;
  }
  return false;
}

bool is_text(std::string_view type) {
  return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
         type.find("xml") != std::string_view::npos ||
         type.find("javascript") != std::string_view::npos;
}

// Empty if zlib refused.
std::string gzipped(std::string_view body) {
  constexpr int kGzipWindow = 15 + 16;
  constexpr int kLevel = 4;  // most of the gain for a third of the time
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(status == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace

void revalidate(http::Response& response, std::string_view if_none_match) {
  if (response.status != 200) return;
  response.headers.push_back({"ETag", weak_tag(response.body)});
  if (http::find(response.headers, "Cache-Control").empty()) {
    response.headers.push_back({"Cache-Control", "private, no-cache"});
  }
  spare_unchanged(response, if_none_match);
}

void spare_unchanged(http::Response& response, std::string_view if_none_match) {
  if (!names(if_none_match, http::find(response.headers, "ETag"))) return;
  response.status = 304;
  response.body.clear();
  const bool varies = is_text(http::find(response.headers, "Content-Type"));
  std::erase_if(response.headers, [](const auto& header) {
    return header.name == "Content-Type" || header.name == "Content-Encoding" ||
           header.name == "Vary";
  });
  if (varies) response.headers.push_back({"Vary", "Accept-Encoding"});
}

Asked asked_by(const http::Request& request) {
  return {.accept_encoding = std::string(request.header("Accept-Encoding")),
          .if_none_match = std::string(request.header("If-None-Match")),
          .reads = request.method == "GET" || request.method == "HEAD"};
}

void represent(http::Response& response, const Asked& asked) {
  if (!http::find(response.headers, "ETag").empty()) return;
  if (asked.reads) revalidate(response, asked.if_none_match);
  compress(response, asked.accept_encoding);
}

bool accepts_gzip(std::string_view list) {
  while (!list.empty()) {
    const auto item = next_item(list);
    const auto coding = item.substr(0, item.find_first_of("; "));
    if (coding != "gzip" && coding != "*") continue;
    const auto quality = item.find("q=");
    const bool refused = quality != std::string_view::npos &&
                         item.substr(quality + 2).find_first_not_of("0.") == std::string_view::npos;
    return !refused;
  }
  return false;
}

void compress(http::Response& response, std::string_view accept_encoding) {
  if (!is_text(http::find(response.headers, "Content-Type"))) return;
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (response.body.size() <= kMinCompressed || !accepts_gzip(accept_encoding)) return;
  auto packed = gzipped(response.body);
  if (packed.empty() || packed.size() >= response.body.size()) return;
  response.body = std::move(packed);
  response.headers.push_back({"Content-Encoding", "gzip"});
}

}  // namespace waycast::api
