#include "deploy/tool/arguments.h"

namespace smilepost::tool {
namespace {

Error usage(const Syntax& syntax, const std::string& fault) {
  return Error{"smilepost " + syntax.command + ": " + fault + "; see smilepost " + syntax.command +
               " --help"};
}

}  // namespace

Result<Arguments> parse(const Words& words, const Syntax& syntax) {
  Arguments given;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (syntax.values.count(word) > 0 || syntax.optional.count(word) > 0) {
      if (i + 1 == words.size()) return usage(syntax, word + " needs a value");
      given.values[word] = words[++i];
    } else if (syntax.flags.count(word) > 0) {
      given.flags.insert(word);
    } else if (word.size() > 1 && word.front() == '-') {
      return usage(syntax, "unknown option " + word);
    } else if (given.words.size() == syntax.words.size() && !syntax.more_words) {
      return usage(syntax, "unexpected argument " + word);
    } else {
      given.words.push_back(word);
    }
  }
  for (const std::string& option : syntax.values) {
    if (given.values[option].empty()) return usage(syntax, option + " is missing");
  }
  for (const std::string& option : syntax.optional) given.values.try_emplace(option);
  if (given.words.size() < syntax.words.size()) {
    return usage(syntax, syntax.words[given.words.size()] + " is missing");
  }
  return given;
}

}  // namespace smilepost::tool
