#include "backend/archive/visit_path.h"

#include <algorithm>

namespace smilepost::backend {

std::vector<const Answered*> path_of(const VisitRow& visit) {
  std::vector<const Answered*> path;
  std::optional<std::string> next = visit.question;
  while (next) {
    const auto answered = visit.answers.find(*next);
    if (answered == visit.answers.end()) break;
    if (std::find(path.begin(), path.end(), &*answered) != path.end()) break;
    path.push_back(&*answered);
    next = answered->second.leads_to;
  }
  return path;
}

}  // namespace smilepost::backend
