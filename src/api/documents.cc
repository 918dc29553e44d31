#include "api/documents.h"

#include <array>

namespace waycast::api::documents {

// Generated: one a file of docs/pages.
std::string_view page_css();
std::string_view page_mjs();
std::string_view dom_mjs();
std::string_view entry_mjs();
std::string_view events_mjs();
std::string_view fields_mjs();
std::string_view rest_mjs();
std::string_view schema_mjs();

std::span<const PageFile> page_files() {
  static constexpr std::string_view kScript = "text/javascript; charset=utf-8";
  static const std::array kFiles = {
      PageFile{"page.css", "text/css; charset=utf-8", page_css()},
      PageFile{"page.mjs", kScript, page_mjs()},
      PageFile{"dom.mjs", kScript, dom_mjs()},
      PageFile{"entry.mjs", kScript, entry_mjs()},
      PageFile{"events.mjs", kScript, events_mjs()},
      PageFile{"fields.mjs", kScript, fields_mjs()},
      PageFile{"rest.mjs", kScript, rest_mjs()},
      PageFile{"schema.mjs", kScript, schema_mjs()},
  };
  return kFiles;
}

}  // namespace waycast::api::documents
