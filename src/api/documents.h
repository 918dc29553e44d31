// The documents that the API serves, compiled in from docs/.
#pragma once

#include <string_view>

namespace waycast::api::documents {

std::string_view openapi();   // OpenAPI 3.1, JSON
std::string_view asyncapi();  // AsyncAPI 3, JSON
std::string_view api_page();  // a page that renders /openapi.json, without any other file

}  // namespace waycast::api::documents
