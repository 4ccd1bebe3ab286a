#include "backend/archive_watch.h"

#include "platform/log.h"

namespace smilepost::backend {

void ArchiveWatch::look() {
  const Status answer = archive_.probe();
  answer ? health_.archive_answers() : health_.archive_fails();
  if (!answer && !away_) platform::log_error("archive: " + answer.error().message);
  if (answer && away_) platform::log_info("archive: it is there again");
  away_ = !answer;
}

}  // namespace smilepost::backend
