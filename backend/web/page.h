// The results page and its parts, as responses.
#pragma once

#include <optional>

#include "backend/archive.h"
#include "backend/http.h"
#include "backend/results.h"
#include "platform/clock.h"

namespace smilepost::backend {

class ResultsPage {
 public:
  ResultsPage(Archive& archive, const platform::Clock& clock) : archive_(archive), clock_(clock) {}

  Result<Response> whole(const Request& request);    // GET /
  Result<Response> figures(const Request& request);  // GET /figures: what changes, with an ETag
  Result<Response> json(const Request& request);     // GET /results.json

 private:
  // Those read last, where nothing was stored since: most requests come from pages that wait.
  Result<const Figures*> current(std::int64_t now_ms);

  Archive& archive_;
  const platform::Clock& clock_;
  std::optional<Figures> figures_;
  std::string version_;  // of the archive that figures_ were read from
};

// The page's style, script and icon; nothing where there is no such file.
std::optional<Response> page_file(const std::string& path);

}  // namespace smilepost::backend
