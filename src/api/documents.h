// The documents that the API serves, compiled in.
#pragma once

#include <span>
#include <string_view>

namespace waycast::api::documents {

std::string_view openapi();   // OpenAPI 3.1, JSON
std::string_view asyncapi();  // AsyncAPI 3, JSON

// The page of /api-docs and /api-docs/events: HTML with `{root}` where the path in front goes.
std::string_view page_html();
// What it loads: its style and its scripts.
struct PageFile {
  std::string_view name, type, text;
};
std::span<const PageFile> page_files();

// The browser bundle of socket.io-client (MIT), if `./dev deps` had fetched it before the build;
// empty otherwise.
std::string_view socket_io_client();

}  // namespace waycast::api::documents
