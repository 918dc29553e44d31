#include "storage/reader_pool.h"

#include <algorithm>

#include "base/thread_role.h"
#include "storage/sqlite/sqlite_reads.h"

namespace waycast {
namespace {

// Answers that wait for each other in one batch: few, so that the first is not late.
constexpr std::size_t kBatch = 8;

}  // namespace

ReaderPool::ReaderPool(std::vector<std::unique_ptr<sqlite::Connection>> connections,
                       const sqlite::LatestPositions& unwritten, std::size_t max_queued,
                       StoreCounters& counters)
    : unwritten_(unwritten),
      max_queued_(max_queued),
      counters_(counters),
      connections_(std::move(connections)) {
  for (const auto& connection : connections_) {
    threads_.emplace_back([this, &connection] { run(*connection); });
  }
}

ReaderPool::~ReaderPool() { stop(); }

void ReaderPool::push(Request request) {
  {
    const std::lock_guard lock(mutex_);
    if (!is_stopped_ && waiting_.size() < max_queued_) {
      waiting_.push_back(std::move(request));
      wake_.notify_one();
      return;
    }
  }
  counters_.failures.fetch_add(1, std::memory_order_relaxed);
  request.reply_to->post(request.run(nullptr));
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

std::vector<ReaderPool::Request> ReaderPool::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return is_stopped_ || !waiting_.empty(); });
  const std::size_t share = waiting_.size() / threads_.size() + 1;
  std::vector<Request> requests;
  while (!waiting_.empty() && requests.size() < std::min(share, kBatch)) {
    requests.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return requests;
}

void ReaderPool::run(sqlite::Connection& connection) {
  set_thread_role("store-reader", ThreadRole::kBackground);
  for (std::vector<Request> requests = take(); !requests.empty(); requests = take()) {
    counters_.reads.fetch_add(requests.size(), std::memory_order_relaxed);
    answer(connection, std::move(requests));
  }
}

// One transaction: every request of the batch sees one state of the database.
void ReaderPool::answer(sqlite::Connection& connection, std::vector<Request> requests) {
  const bool is_readable = connection.run("BEGIN").has_value();
  sqlite::SqliteReads reads(connection, unwritten_);
  ReplyBatch replies;
  for (Request& request : requests) {
    replies.add(*request.reply_to, request.run(is_readable ? &reads : nullptr));
  }
  if (connection.in_transaction()) (void)connection.run("COMMIT");
  replies.post();
}

}  // namespace waycast
