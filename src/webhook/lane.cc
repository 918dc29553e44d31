#include "webhook/lane.h"

#include <curl/curl.h>
#include <spdlog/spdlog.h>

#include <atomic>

#include "auth/webhook_signature.h"

namespace waycast::webhook {
namespace {

constexpr std::size_t kMaxAnswer = 64 * 1024;  // only its status counts: what follows is not read

std::size_t discard(char*, std::size_t size, std::size_t count, void* bytes) {
  auto& received = *static_cast<std::size_t*>(bytes);
  received += size * count;
  return received > kMaxAnswer ? 0 : size * count;
}

// Stops a transfer that is under way when the sender stops.
int is_cancelled(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

}  // namespace

struct Lane::Transfer {
  Transfer() : curl(curl_easy_init(), curl_easy_cleanup) {}
  std::unique_ptr<CURL, void (*)(CURL*)> curl;
  std::atomic<bool> cancelled = false;
};

Lane::Lane(const SenderSettings& settings, const Clock& clock)
    : settings_(settings),
      clock_(clock),
      queue_(settings_.retry),
      transfer_(std::make_unique<Transfer>()),
      thread_([this] { run(); }) {}

Lane::~Lane() {
  stop();
  thread_.join();
}

void Lane::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  transfer_->cancelled = true;
  wake_.notify_one();
}

bool Lane::send(Delivery delivery) {
  {
    const std::lock_guard lock(mutex_);
    if (!queue_.push(std::move(delivery), clock_.steady())) return false;
  }
  wake_.notify_one();
  return true;
}

RetryCounters Lane::counters() const {
  const std::lock_guard lock(mutex_);
  return queue_.counters();
}

void Lane::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (auto delivery = queue_.take_due(clock_.steady())) {
      lock.unlock();
      const bool delivered = attempt(*delivery);
      lock.lock();
      settle(std::move(*delivery), delivered);
    } else if (const auto due = queue_.next_due()) {
      wake_.wait_for(lock, std::max(*due - clock_.steady(), Duration{1}));
    } else {
      wake_.wait(lock);
    }
  }
}

void Lane::settle(Delivery delivery, bool delivered) {
  if (delivered) return queue_.succeeded();
  const std::string id = delivery.id;
  if (!queue_.failed(std::move(delivery), clock_.steady())) {
    spdlog::warn("webhook {} given up after {} attempts", id, settings_.retry.max_attempts);
  }
}

bool Lane::attempt(const Delivery& delivery) {
  CURL* curl = transfer_->curl.get();
  if (curl == nullptr) return false;
  const std::string signed_header =
      "X-Waycast-Signature: " +
      auth::webhook_signature(settings_.secret, delivery.body, clock_.now());
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  headers = curl_slist_append(headers, signed_header.c_str());
  headers = curl_slist_append(headers, ("X-Waycast-Event: " + delivery.type).c_str());
  headers = curl_slist_append(headers, ("X-Waycast-Delivery: " + delivery.id).c_str());
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, delivery.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, delivery.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(delivery.body.size()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(settings_.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  std::size_t received = 0;
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, discard);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, is_cancelled);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer_->cancelled);
  const CURLcode outcome = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  const bool is_answered = outcome == CURLE_OK || received > kMaxAnswer;
  return is_answered && status >= 200 && status < 300;
}

}  // namespace waycast::webhook
