#include "app/demo_page.h"

namespace waycast::app {

std::string demo_page() {
  return R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Waycast demo</title>
<style>
body { font: 16px/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
code { background: #eee; padding: .1rem .3rem; border-radius: .2rem; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #8cf; } code { background: #333; } }
</style>
</head>
<body>
<h1>Waycast demo</h1>
<p>A city of pilots and customers is driving through this server. Nothing is kept.</p>
<ul>
<li><a href="/api-docs">REST API</a> (<a href="/openapi.json">OpenAPI</a>)</li>
<li><a href="/asyncapi.json">Socket.IO events (AsyncAPI)</a></li>
<li><a href="/metrics">Metrics</a>, <a href="/health">health</a>, <a href="/ready">readiness</a></li>
<li><a href="/socket.io/socket.io.js">The Socket.IO client for browsers</a></li>
</ul>
<p>A token for somebody: <code>waycast token --demo --type admin --id admin-000000</code>,
<code>--type user --id user-000000</code> or <code>--type pilot --id pilot-000000</code>.</p>
</body>
</html>
)html";
}

}  // namespace waycast::app
