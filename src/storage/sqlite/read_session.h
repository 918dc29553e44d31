// A reader's connection to a SQLite file.
#pragma once

#include <memory>
#include <optional>

#include "storage/read_session.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/sqlite_reads.h"

namespace waycast::sqlite {

class ReadSession final : public waycast::ReadSession {
 public:
  // `unwritten`, the writer's, outlives the session's last read.
  ReadSession(std::unique_ptr<Connection> connection, const LatestPositions& unwritten)
      : connection_(std::move(connection)), unwritten_(unwritten) {}

  Result<StoreReads*> begin() override {
    const auto begun = connection_->run("BEGIN");
    if (!begun) return fail(Code::kDatabase);
    return &reads_.emplace(*connection_, unwritten_);
  }
  void end() override {
    if (connection_->in_transaction()) (void)connection_->run("COMMIT");
  }
  std::optional<Error> take_problem() override { return connection_->take_problem(); }
  void log_failures(bool on) override { connection_->log_failures(on); }

 private:
  std::unique_ptr<Connection> connection_;
  const LatestPositions& unwritten_;
  std::optional<SqliteReads> reads_;
};

}  // namespace waycast::sqlite
