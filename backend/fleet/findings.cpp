#include "backend/fleet/findings.h"

#include <algorithm>
#include <set>

namespace smilepost::backend {

void Findings::add(Severity severity, Urgency urgency, std::string what, std::string remedy) {
  all_.push_back({severity, urgency, std::move(what), std::move(remedy)});
}

void Findings::ill(Urgency urgency, std::string what, std::string remedy) {
  add(Severity::ill, urgency, std::move(what), std::move(remedy));
}

void Findings::watch(Urgency urgency, std::string what, std::string remedy) {
  add(Severity::watch, urgency, std::move(what), std::move(remedy));
}

void Findings::note(Urgency urgency, std::string what, std::string remedy) {
  add(Severity::note, urgency, std::move(what), std::move(remedy));
}

namespace {

void say_each_remedy_once(std::vector<Finding>& findings) {
  std::set<std::string> said;
  for (Finding& it : findings) {
    if (!said.insert(it.remedy).second) it.remedy.clear();
  }
}

}  // namespace

std::vector<Finding> Findings::take() {
  std::stable_sort(all_.begin(), all_.end(), [](const Finding& a, const Finding& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.urgency < b.urgency;
  });
  say_each_remedy_once(all_);
  return std::move(all_);
}

}  // namespace smilepost::backend
