// A few threads that read, each on its own connection: a reader sees the last commit and never
// waits for the writer.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/counters.h"
#include "storage/reply_batch.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/latest_positions.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

class ReaderPool {
 public:
  struct Request {
    Executor* reply_to = nullptr;
    UniqueFunction<Task(StoreReads*)> run;  // null: the database cannot be read
  };

  // `unwritten`, the writer's, outlives the threads, `counters` the pool.
  ReaderPool(std::vector<std::unique_ptr<sqlite::Connection>> connections,
             const sqlite::LatestPositions& unwritten, std::size_t max_queued,
             StoreCounters& counters);
  ~ReaderPool();  // stop()

  // Any thread. Beyond the limit, or after stop, the request is answered as unreadable.
  void push(Request request);
  // Answers what waits, then ends the threads.
  void stop();

 private:
  void run(sqlite::Connection& connection);
  std::vector<Request> take();
  void answer(sqlite::Connection& connection, std::vector<Request> requests);

  const sqlite::LatestPositions& unwritten_;
  const std::size_t max_queued_;
  StoreCounters& counters_;
  std::vector<std::unique_ptr<sqlite::Connection>> connections_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Request> waiting_;
  bool is_stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace waycast
