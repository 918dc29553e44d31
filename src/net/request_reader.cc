#include "net/request_reader.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/json_writer.h"

namespace waycast::net {

namespace beast_http = boost::beast::http;

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::size_t kChunkOverhead = 64 * 1024;

std::size_t leading_line_ends(std::string_view input) {
  std::size_t skipped = 0;
  while (input.substr(skipped).starts_with(kLineEnd)) skipped += kLineEnd.size();
  return skipped;
}

bool names_http(std::string_view head) {
  return head.substr(0, head.find(kLineEnd)).find(" HTTP/") != std::string_view::npos;
}

// A target in absolute form, as proxies send it, means its path (RFC 9112 3.2.2).
std::string_view origin_form(std::string_view target) {
  constexpr std::string_view kScheme = "http://";
  const std::string_view start = target.substr(0, kScheme.size());
  if (!boost::beast::iequals({start.data(), start.size()}, {kScheme.data(), kScheme.size()})) {
    return target;
  }
  target.remove_prefix(std::min(target.find_first_of("/?", kScheme.size()), target.size()));
  return target.starts_with('/') ? target : std::string_view("/");
}

boost::asio::const_buffer buffer_of(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

struct RequestReader::Parser {
  beast_http::request_parser<beast_http::string_body> parser;
};

RequestReader::RequestReader(Limits limits) : limits_(limits), parser_(std::make_unique<Parser>()) {
  auto& parser = parser_->parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.max_line + limits.max_header + 64));
  parser.body_limit(boost::none);  // the route's limit is known after the head
}

RequestReader::~RequestReader() = default;

RequestReader::Step RequestReader::read(std::string_view input, std::size_t& used) {
  used = 0;
  return parser_->parser.is_header_done() ? read_body(input, used) : read_head(input, used);
}

RequestReader::Step RequestReader::read_head(std::string_view input, std::size_t& used) {
  used = leading_line_ends(input);
  input.remove_prefix(used);
  if (check_head_size(input) == Step::kRefused) return Step::kRefused;
  const std::size_t end = input.find(kHeadEnd);
  if (end == std::string_view::npos) return Step::kNeedMore;
  const std::string_view head = input.substr(0, end + kHeadEnd.size());
  const Step step = parse_head(head);
  if (step != Step::kRefused) used += head.size();
  return step;
}

RequestReader::Step RequestReader::check_head_size(std::string_view input) {
  const std::size_t line = std::min(input.find(kLineEnd), input.size());
  if (line > limits_.max_line) return refuse(414, "Request line too long");
  const std::size_t end = std::min(input.find(kHeadEnd), input.size());
  if (end - line > limits_.max_header) return refuse(431, "Request header fields too large");
  return Step::kNeedMore;
}

RequestReader::Step RequestReader::parse_head(std::string_view head) {
  boost::beast::error_code error;
  parser_->parser.put(buffer_of(head), error);
  if (error == beast_http::error::bad_version && names_http(head)) {
    return refuse(505, "HTTP version not supported");
  }
  if (error || !parser_->parser.is_header_done()) return refuse(400, "Malformed request");
  return check_head();
}

RequestReader::Step RequestReader::check_head() {
  const auto& message = parser_->parser.get();
  request_.method = message.method_string();
  request_.target = origin_form({message.target().data(), message.target().size()});
  request_.headers.reserve(static_cast<std::size_t>(std::distance(message.begin(), message.end())));
  for (const auto& field : message) {
    request_.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  if (message.version() == 11 && message.count(beast_http::field::host) != 1) {
    return refuse(400, "Exactly one Host header is needed");
  }
  return check_transfer_coding();
}

// Only chunked is understood, alone: a body in another coding below it would be taken as it is.
RequestReader::Step RequestReader::check_transfer_coding() {
  const auto& message = parser_->parser.get();
  const auto codings = message.count(beast_http::field::transfer_encoding);
  if (codings == 0) return Step::kHead;
  // RFC 9112 6.1: no older sender knows chunked, so its framing is faulty.
  if (message.version() < 11) return refuse(400, "Transfer-Encoding needs HTTP/1.1");
  const auto coding = message[beast_http::field::transfer_encoding];
  if (codings != 1 || !boost::beast::iequals(coding, "chunked")) {
    return refuse(501, "Transfer coding not supported");
  }
  return Step::kHead;
}

void RequestReader::set_max_body(std::size_t bytes) {
  max_body_ = bytes;
  parser_->parser.body_limit(bytes);
  parser_->parser.eager(true);
}

RequestReader::Step RequestReader::read_body(std::string_view input, std::size_t& used) {
  auto& parser = parser_->parser;
  if (const auto length = parser.content_length(); length && *length > max_body_) {
    return refuse(413, "Body too large");
  }
  while (!parser.is_done() && used < input.size()) {
    boost::beast::error_code error;
    used += parser.put(buffer_of(input.substr(used)), error);
    if (error == beast_http::error::need_more) break;
    if (error == beast_http::error::body_limit) return refuse(413, "Body too large");
    if (error) return refuse(400, "Malformed body");
  }
  body_bytes_ += used;
  if (parser.is_done()) return Step::kComplete;
  if (body_bytes_ > 4 * max_body_ + kChunkOverhead || input.size() - used > kChunkOverhead) {
    return refuse(413, "Body too large");
  }
  return Step::kNeedMore;
}

bool RequestReader::expects_continue() const {
  const auto& message = parser_->parser.get();
  return message.version() == 11 && !parser_->parser.is_done() &&
         boost::beast::iequals(message[beast_http::field::expect], "100-continue");
}

std::size_t RequestReader::body_size() const { return parser_->parser.get().body().size(); }

bool RequestReader::keep_alive() const { return parser_->parser.keep_alive(); }

http::Request RequestReader::take() {
  request_.body = std::move(parser_->parser.get().body());
  return std::move(request_);
}

RequestReader::Step RequestReader::refuse(int status, std::string_view message) {
  refusal_ = message_response(status, message);
  return Step::kRefused;
}

http::Response message_response(int status, std::string_view message) {
  http::Response response{status, {{"Content-Type", "application/json"}}, {}};
  JsonWriter(response.body).begin_object().field("message", message).end_object();
  return response;
}

}  // namespace waycast::net
