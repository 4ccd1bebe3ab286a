// Fills a shelf: tries each survey set on, in each language, one a step, so that whoever comes
// meanwhile does not wait.
#pragma once

#include <functional>
#include <vector>

#include "kiosk/config.h"
#include "kiosk/survey_shelf.h"
#include "platform/result.h"

namespace smilepost::kiosk {

// What may stand on a shelf, in its order.
class Stock {
 public:
  // The usable sets of a folder; one that is refused is logged and left out.
  static Stock of_folder(const std::filesystem::path& folder);

  // Preferred to what is there under its id, which stands in where this one cannot be shown.
  void add(SharedSet set);

  using Rivals = std::vector<SharedSet>;  // of one id, the preferred one first
  const std::vector<Rivals>& all() const { return all_; }
  const Rivals* find(const std::string& id) const;

 private:
  std::vector<Rivals> all_;
};

class Stacking {
 public:
  // Whether a set can be shown in one of its languages, with this public line; empty: none.
  using Check = std::function<Status(const SurveySet&, const std::string& language,
                                     const std::string& public_line)>;

  // Of the stock what `config` names, in that order; all where it names none. An Error: it names a
  // set or a language that is not there, or there is nothing.
  static Result<Stacking> begin(const Stock& stock, const Texts& public_line, const Config& config,
                                Check check);

  // The first set in its default language, with its line: what shows first.
  Status try_first() const;
  // As if everything could be shown, before it was tried.
  SurveyShelf untried() const;

  // One set in one language. True: all is done.
  bool step();
  // Whether all that was tried so far can be shown, lines too.
  bool all_shown() const { return all_shown_; }
  // When all is done. A language that fails is logged and left out, and so is a set that has none
  // left; an Error if no set remains.
  Result<SurveyShelf> shelf() const;

  // All of it at once.
  static Result<SurveyShelf> at_once(const Stock& stock, const Texts& public_line,
                                     const Config& config, Check check);

 private:
  Stacking(std::vector<Stock::Rivals> waiting, record::StaffAction choice, const Texts& public_line,
           Check check)
      : waiting_(std::move(waiting)),
        choice_(std::move(choice)),
        public_line_(public_line),
        check_(std::move(check)) {}

  const SharedSet& set() const { return waiting_[place_][rival_]; }
  void try_on(const std::string& language);
  Status try_with_line(const std::string& language, const std::string& line);
  void put_up();

  std::vector<Stock::Rivals> waiting_;
  record::StaffAction choice_;
  Texts public_line_;
  Check check_;
  std::vector<SurveyShelf::Entry> entries_;

  std::size_t place_ = 0, rival_ = 0, language_ = 0;  // what comes next
  std::vector<std::string> shown_;                    // languages of this set so far
  Texts shown_lines_;
  bool all_shown_ = true;
};

}  // namespace smilepost::kiosk
