// Which handler answers a request: exact paths with `:name` segments, a literal segment before a
// named one. 404 and 405 (with Allow) come from here (RFC 9110 15.5.5, 15.5.6).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waycast::api {

class Call;
using CallRef = std::shared_ptr<Call>;
// Runs on the call's loop; any shard, so it must be thread-safe.
using Handler = std::function<void(const CallRef&)>;

// Who may call a route: nobody is asked, a token is checked only if there is one, or a set of
// roles.
enum class Access : std::uint8_t {
  kPublic = 0,
  kUser = 1,
  kPilot = 2,
  kAdmin = 4,
  kOptional = 8,
  kUserOrAdmin = kUser | kAdmin,
  kPilotOrAdmin = kPilot | kAdmin,
  kAnyone = kUser | kPilot | kAdmin,
};

// Which limits count the requests of a route. They belong to the route that was matched, so that no
// spelling of its path has other ones.
enum class Throttle : std::uint8_t {
  kRequests,  // of an address, and of an identity
  kSignIn,    // these, and the sign-ins of an address
  kFree,      // none: probes and documents
};

struct Route {
  std::string method;
  std::string pattern;  // "/api/v1/bookings/:id"
  Access access = Access::kPublic;
  Handler handler;
  Throttle throttle = Throttle::kRequests;
};

using Params = std::vector<std::pair<std::string, std::string>>;

class Router {
 public:
  void add(std::string_view method, std::string_view pattern, Access access, Handler handler,
           Throttle throttle = Throttle::kRequests);

  struct Match {
    const Route* route = nullptr;
    Params params;      // decoded
    std::string path;   // the route's pattern with them: the same for every spelling
    std::string allow;  // of a path that exists, when route is null: "GET, PATCH, OPTIONS"
  };
  // HEAD is answered by GET's route. A trailing slash is ignored. A parameter of more than
  // kMaxParam bytes names nothing: parameters become keys of what the server remembers.
  static constexpr std::size_t kMaxParam = 128;
  Match find(std::string_view method, std::string_view path) const;

  std::vector<const Route*> routes() const;

 private:
  struct Pattern {
    std::vector<std::string> segments;
    std::vector<Route> routes;  // one a method
  };
  static bool has_long_param(const Pattern& pattern, const std::vector<std::string_view>& path);
  const Pattern* best(const std::vector<std::string_view>& segments) const;

  std::vector<Pattern> patterns_;
};

}  // namespace waycast::api
