// What is found of a kiosk, the worst first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smilepost::backend {

enum class Severity : std::uint8_t {
  note,   // to know
  watch,  // to be looked after, before it is ill
  ill,    // answers are lost or cannot be given, or soon
};

// What is looked after first among findings of one severity.
enum class Urgency : std::uint8_t {
  no_answers,   // it takes none
  security,     // somebody else may be at it
  runs_poorly,  // it takes them, but badly
  wears_out,    // it has time
};

struct Finding {
  Severity severity = Severity::note;
  Urgency urgency = Urgency::runs_poorly;
  std::string what;    // one sentence
  std::string remedy;  // one more: what to do; empty where the one before says it
  friend bool operator==(const Finding&, const Finding&) = default;
};

class Findings {
 public:
  void add(Severity severity, Urgency urgency, std::string what, std::string remedy);
  void ill(Urgency urgency, std::string what, std::string remedy);
  void watch(Urgency urgency, std::string what, std::string remedy);
  void note(Urgency urgency, std::string what, std::string remedy);
  std::vector<Finding> take();

 private:
  std::vector<Finding> all_;
};

}  // namespace smilepost::backend
