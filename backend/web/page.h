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

  // GET / and /unflagged
  Result<Response> whole(const Request& request);
  // GET /figures, /unflagged/figures: what changes, with an ETag
  Result<Response> figures(const Request& request);
  // GET /results.json, /unflagged/results.json
  Result<Response> json(const Request& request);

 private:
  struct Read {
    std::optional<Figures> figures;
    std::string version;  // of the archive that they were read from
  };
  // Those read last, where nothing was stored since: most requests come from pages that wait.
  Result<const Figures*> current(Flagged flagged, std::int64_t now_ms);

  Archive& archive_;
  const platform::Clock& clock_;
  Read counted_, left_out_;
};

// The page's style, script and icon; nothing where there is no such file.
std::optional<Response> page_file(const std::string& path);

}  // namespace smilepost::backend
