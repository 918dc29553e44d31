// A few threads that read, each on its own connection: a reader sees the last commit and never
// waits for the writer.
//
// What may take long (a whole track, a scan) runs one at a time, so that a client who asks for many
// of them keeps one thread busy and the others answer everybody else; an account has a few of them.
// With a single thread it runs when nothing short waits.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/function.h"
#include "storage/read_session.h"
#include "storage/reply_batch.h"
#include "tracking/ports/store_counters.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

class ReaderPool {
 public:
  struct Request {
    Executor* reply_to = nullptr;
    UniqueFunction<Task(Result<StoreReads*>)> run;  // an error: why the database is not read
    std::string long_of;                            // whose long read; empty: it is a short one
  };
  struct Limits {
    std::size_t waiting, long_waiting;
    std::size_t long_of_one;  // waiting and running
  };

  // A thread for each session. `counters` outlives the pool.
  ReaderPool(std::vector<std::unique_ptr<ReadSession>> sessions, const Limits& limits,
             StoreCounters& counters);
  ~ReaderPool();  // stop()

  // Any thread. Beyond its limit, or after stop, the request is answered ERR_1004; beyond that of
  // its account ERR_1003.
  void push(Request request);
  // Answers what waits, then ends the threads.
  void stop();

  // Any thread. Why the latest unanswerable read was so, in words for the operator.
  std::optional<Error> problem() const;
  void log_failures(bool on);

 private:
  void run(ReadSession& session);
  std::optional<Code> enqueue(Request& request);  // why not
  bool may_take_long() const;                     // with the lock held
  std::vector<Request> take();
  void answer(ReadSession& session, std::vector<Request> requests);
  void end_long(const std::string& account);

  const Limits limits_;
  StoreCounters& counters_;
  std::vector<std::unique_ptr<ReadSession>> sessions_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Request> waiting_;
  std::deque<Request> long_waiting_;
  std::unordered_map<std::string, std::size_t> long_of_;  // accounts that have some
  bool is_long_running_ = false;
  bool is_stopped_ = false;
  std::optional<Error> problem_;
  std::vector<std::thread> threads_;
};

}  // namespace waycast
