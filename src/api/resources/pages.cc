// /api-docs and /api-docs/events: pages that render /openapi.json and /asyncapi.json, and the files
// that they load. Everything comes from this server, which the browser is told to insist on.
#include <fmt/format.h>

#include <map>

#include "api/call.h"
#include "api/documents.h"
#include "api/resources.h"
#include "api/static_document.h"

namespace waycast::api {
namespace {

// No script, style or connection but this server's own, nothing inline, no frame around it (CSP 3).
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// The page with the addresses of its files, which differ below /_waycast.
std::string page_at(std::string_view root) {
  constexpr std::string_view kMark = "{root}";
  std::string page(documents::page_html());
  for (auto at = page.find(kMark); at != std::string::npos; at = page.find(kMark, at)) {
    page.replace(at, kMark.size(), root);
    at += root.size();
  }
  return page;
}

Handler page(std::string_view root) {
  auto response = text_response("text/html; charset=utf-8", page_at(root));
  response.headers.push_back({"Content-Security-Policy", std::string(kPolicy)});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  return static_document(std::move(response));
}

Handler file(std::string_view root) {
  std::map<std::string, Handler, std::less<>> handlers;
  handlers.emplace("events", page(root));
  for (const auto& [name, type, text] : documents::page_files()) {
    handlers.emplace(name, static_document(type, text));
  }
  return [handlers = std::move(handlers)](const CallRef& call) {
    const auto found = handlers.find(call->param("file"));
    if (found == handlers.end()) return call->fail(Code::kNotFound);
    found->second(call);
  };
}

}  // namespace

void add_page_routes(Router& router) {
  for (const std::string_view root : {"", "/_waycast"}) {
    const auto add = [&](std::string_view path, Handler handler) {
      router.add("GET", fmt::format("{}{}", root, path), Access::kPublic, std::move(handler),
                 Throttle::kFree);
    };
    add("/api-docs", page(root));
    add("/api-docs/:file", file(root));
  }
}

}  // namespace waycast::api
