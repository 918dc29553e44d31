#include "net/engineio_endpoint.h"

#include <optional>

#include "protocol/engineio/sid.h"
#include "protocol/websocket/handshake.h"

namespace waycast::net {

using engineio::EncodedPacket;
using engineio::PacketType;

namespace {

constexpr std::string_view kMethods = "GET, POST, OPTIONS";

std::optional<engineio::Transport> parse_transport(std::string_view name,
                                                   const engineio::Settings& settings) {
  if (name == "websocket") return engineio::Transport::kWebSocket;
  if (name == "polling" && settings.allow_polling) return engineio::Transport::kPolling;
  return std::nullopt;
}

}  // namespace

EngineioEndpoint::EngineioEndpoint(Shard& shard, engineio::Application& application,
                                   const EngineioSettings& settings, SessionGate& gate,
                                   const EngineioEndpoints& all)
    : shard_(shard),
      application_(application),
      settings_(settings),
      gate_(gate),
      all_(all),
      packets_{EncodedPacket::text(PacketType::kPing, {}),
               EncodedPacket::text(PacketType::kNoop, {}),
               EncodedPacket::text(PacketType::kClose, {}),
               EncodedPacket::text(PacketType::kPong, "probe")} {
  shard_.on_stopping([this] { close_all(); });
}

void EngineioEndpoint::handle(std::unique_ptr<Exchange> exchange) {
  const http::Request& request = exchange->request();
  if (request.method == "OPTIONS") {
    return respond(*exchange, http::preflight_answer(request, kMethods));
  }
  const std::string_view query = request.query();
  const auto transport =
      parse_transport(http::query_value(query, "transport").value, settings_.engine);
  if (!transport) return refuse(*exchange, EngineioError::kUnknownTransport);
  if (http::query_value(query, "EIO").value != "4") {
    return refuse(*exchange, EngineioError::kUnsupportedVersion);
  }
  // JSONP belongs to older clients.
  if (http::query_value(query, "j").found) return refuse(*exchange, EngineioError::kBadRequest);
  const bool upgrade = websocket::wants_websocket(request);
  if (upgrade != (*transport == Transport::kWebSocket) ||
      (upgrade && !exchange->is_websocket_upgrade())) {
    return refuse(*exchange, EngineioError::kBadRequest);
  }
  const http::QueryValue sid = http::query_value(query, "sid");
  if (sid.found) return resume(std::move(exchange), *transport, sid.value);
  open(std::move(exchange), *transport);
}

std::shared_ptr<void> EngineioEndpoint::on_head(const http::Request& head) {
  const http::QueryValue sid = http::query_value(head.query(), "sid");
  const auto shard = engineio::shard_of(sid.value);
  if (head.method != "POST" || !shard || *shard >= all_.size()) return nullptr;
  auto arriving = std::make_shared<char>();
  const auto tell = [owner = all_[*shard].get(), id = sid.value,
                     post = std::weak_ptr<void>(arriving)] {
    if (EngineioSession* session = owner->find(id)) session->on_post_begins(post);
  };
  if (*shard == shard_.index()) {
    tell();
  } else {
    all_[*shard]->shard_.post(tell);
  }
  return arriving;
}

void EngineioEndpoint::open(std::unique_ptr<Exchange> exchange, Transport transport) {
  if (exchange->request().method != "GET") return refuse(*exchange, EngineioError::kBadMethod);
  if (stopping_)
    return respond(*exchange, http::Response{.status = 503, .headers = {}, .body = {}});
  auto pass = gate_.admit(exchange->request());
  if (!pass) return refuse(*exchange, pass.error());
  auto owned =
      std::make_unique<EngineioSession>(*this, transport, exchange->request(), *std::move(pass));
  EngineioSession& session = *owned;
  sessions_.emplace(session.sid(), std::move(owned));
  counters_.sessions_open.add();
  counters_.sessions_opened.add();
  const bool opened = transport == Transport::kPolling
                          ? session.open_polling(std::move(exchange))
                          : session.open_websocket(std::move(exchange));
  if (opened) return;
  sessions_.erase(session.sid());
  counters_.sessions_open.subtract();
}

void EngineioEndpoint::resume(std::unique_ptr<Exchange> exchange, Transport transport,
                              const std::string& sid) {
  const auto shard = engineio::shard_of(sid);
  if (shard && *shard != shard_.index() && *shard < all_.size()) {
    EngineioEndpoint* owner = all_[*shard].get();
    return exchange->hand_over(owner->shard_, [owner](std::unique_ptr<Exchange> moved) {
      owner->handle(std::move(moved));
    });
  }
  EngineioSession* session = find(sid);
  if (session == nullptr) return refuse(*exchange, EngineioError::kUnknownSession);
  if (transport == Transport::kWebSocket) return session->on_candidate(std::move(exchange));
  const std::string& method = exchange->request().method;
  if (method == "GET") return session->on_poll(std::move(exchange));
  if (method == "POST") return session->on_post(std::move(exchange));
  refuse(*exchange, EngineioError::kBadRequest);
}

void EngineioEndpoint::refuse(Exchange& exchange, EngineioError error) {
  counters_.errors.add();
  respond(exchange, error_answer(error, exchange.request()));
}

void EngineioEndpoint::refuse(Exchange& exchange, SessionGate::Refusal refusal) {
  const bool is_full = refusal == SessionGate::Refusal::kFull;
  (is_full ? counters_.refused_full : counters_.refused_address).add();
  refuse(exchange, is_full ? EngineioError::kFull : EngineioError::kTooManySessions);
}

void EngineioEndpoint::respond(Exchange& exchange, http::Response response) const {
  http::add_cors(response, exchange.request(), settings_.cors);
  exchange.respond(std::move(response));
}

EngineioSession* EngineioEndpoint::find(std::string_view sid) const {
  const auto found = sessions_.find(sid);
  return found == sessions_.end() ? nullptr : found->second.get();
}

void EngineioEndpoint::watch_poll(Exchange& exchange, const std::string& sid) {
  exchange.on_abandoned([this, sid] {
    if (EngineioSession* session = find(sid)) session->on_poll_abandoned();
  });
}

void EngineioEndpoint::post_flush(const std::string& sid) {
  shard_.post([this, sid] {
    if (EngineioSession* session = find(sid)) session->flush_poll();
  });
}

void EngineioEndpoint::post_finish(const std::string& sid) {
  shard_.post([this, sid] { finish(sid); });
}

void EngineioEndpoint::finish(std::string_view sid) {
  const auto found = sessions_.find(sid);
  if (found == sessions_.end() || !found->second->finish()) return;
  sessions_.erase(found);
  counters_.sessions_open.subtract();
}

void EngineioEndpoint::close_all() {
  stopping_ = true;
  std::vector<std::string> sids;
  sids.reserve(sessions_.size());
  for (const auto& [sid, session] : sessions_) sids.emplace_back(sid);
  for (const std::string& sid : sids) {
    if (EngineioSession* session = find(sid)) {
      session->close(engineio::CloseReason::kServerShutdown);
      finish(sid);
    }
  }
}

}  // namespace waycast::net
