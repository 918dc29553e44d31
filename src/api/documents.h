// The documents that the API serves, compiled in.
#pragma once

#include <string_view>

namespace waycast::api::documents {

std::string_view openapi();   // OpenAPI 3.1, JSON
std::string_view asyncapi();  // AsyncAPI 3, JSON
std::string_view api_page();  // a page that renders /openapi.json, without any other file
// The browser bundle of socket.io-client (MIT), if `./dev deps` had fetched it before the build;
// empty otherwise.
std::string_view socket_io_client();

}  // namespace waycast::api::documents
