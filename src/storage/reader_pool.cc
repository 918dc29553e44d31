#include "storage/reader_pool.h"

#include <algorithm>

#include "base/thread_role.h"

namespace waycast {
namespace {

// Answers that wait for each other in one batch: few, so that the first is not late.
constexpr std::size_t kBatch = 8;

}  // namespace

ReaderPool::ReaderPool(std::vector<std::unique_ptr<ReadSession>> sessions, const Limits& limits,
                       StoreCounters& counters)
    : limits_(limits), counters_(counters), sessions_(std::move(sessions)) {
  for (const auto& session : sessions_) {
    threads_.emplace_back([this, &session] { run(*session); });
  }
}

ReaderPool::~ReaderPool() { stop(); }

void ReaderPool::push(Request request) {
  const std::optional<Code> refused = enqueue(request);
  if (!refused) return;
  auto& counter = request.long_of.empty() ? counters_.reads_refused : counters_.long_reads_refused;
  counter.fetch_add(1, std::memory_order_relaxed);
  request.reply_to->post(request.run(fail(*refused)));
}

std::optional<Code> ReaderPool::enqueue(Request& request) {
  const std::lock_guard lock(mutex_);
  const bool is_long = !request.long_of.empty();
  std::deque<Request>& queue = is_long ? long_waiting_ : waiting_;
  const std::size_t limit = is_long ? limits_.long_waiting : limits_.waiting;
  if (is_stopped_ || queue.size() >= limit) return Code::kUnavailable;
  if (is_long) {
    std::size_t& theirs = long_of_[request.long_of];
    if (theirs >= limits_.long_of_one) return Code::kRateLimit;
    ++theirs;
  }
  queue.push_back(std::move(request));
  wake_.notify_one();
  return std::nullopt;
}

void ReaderPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

bool ReaderPool::may_take_long() const {
  const bool is_spare = sessions_.size() > 1 || waiting_.empty();
  return !long_waiting_.empty() && !is_long_running_ && is_spare;
}

std::optional<Error> ReaderPool::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

void ReaderPool::log_failures(bool on) {
  for (const auto& session : sessions_) session->log_failures(on);
}

std::vector<ReaderPool::Request> ReaderPool::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return is_stopped_ || !waiting_.empty() || may_take_long(); });
  std::vector<Request> requests;
  if (may_take_long()) {
    is_long_running_ = true;
    requests.push_back(std::move(long_waiting_.front()));
    long_waiting_.pop_front();
    return requests;
  }
  const std::size_t share = waiting_.size() / sessions_.size() + 1;
  while (!waiting_.empty() && requests.size() < std::min(share, kBatch)) {
    requests.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return requests;
}

// The thread that ran it looks for the next by itself; another may be free sooner.
void ReaderPool::end_long(const std::string& account) {
  const std::lock_guard lock(mutex_);
  is_long_running_ = false;
  if (const auto it = long_of_.find(account); --it->second == 0) long_of_.erase(it);
  wake_.notify_one();
}

void ReaderPool::run(ReadSession& session) {
  set_thread_role("store-reader", ThreadRole::kBackground);
  for (std::vector<Request> requests = take(); !requests.empty(); requests = take()) {
    counters_.reads.fetch_add(requests.size(), std::memory_order_relaxed);
    const std::string account = requests.front().long_of;
    answer(session, std::move(requests));
    if (!account.empty()) end_long(account);
  }
}

// One transaction, which spares requests their locks.
void ReaderPool::answer(ReadSession& session, std::vector<Request> requests) {
  const Result<StoreReads*> reads = session.begin();
  ReplyBatch replies;
  for (Request& request : requests) replies.add(*request.reply_to, request.run(reads));
  session.end();
  if (auto problem = session.take_problem()) {
    const std::lock_guard lock(mutex_);
    problem_ = std::move(problem);
  }
  replies.post();
}

}  // namespace waycast
