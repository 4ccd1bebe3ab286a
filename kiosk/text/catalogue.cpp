#include "kiosk/text/catalogue.h"

#include <algorithm>
#include <optional>
#include <system_error>

#include "kiosk/text/languages.h"
#include "kiosk/text/numbers.h"
#include "kiosk/text/pseudo.h"
#include "platform/read_text.h"

namespace smilepost::kiosk {
namespace {

constexpr std::string_view first_strong_isolate = "\u2068";
constexpr std::string_view pop_isolate = "\u2069";

// A .mo file, little-endian as msgfmt writes it on amd64 and arm64 (GNU gettext manual, "The Format
// of GNU MO Files"): magic, revision, number of strings, offsets of two tables of (length, offset).
class MoFile {
 public:
  explicit MoFile(std::string_view bytes) : bytes_(bytes) {}

  std::optional<std::uint32_t> word(std::uint64_t offset) const {
    if (offset + 4 > bytes_.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (int i = 3; i >= 0; --i) {
      value = value << 8 | static_cast<unsigned char>(bytes_[offset + static_cast<unsigned>(i)]);
    }
    return value;
  }

  std::optional<std::string> entry(std::uint64_t table, std::uint64_t index) const {
    const auto length = word(table + 8 * index);
    const auto offset = word(table + 8 * index + 4);
    if (!length || !offset || std::uint64_t{*offset} + *length > bytes_.size()) return std::nullopt;
    return std::string(bytes_.substr(*offset, *length));
  }

 private:
  std::string_view bytes_;
};

Error not_a_catalogue(const std::string& file, const std::string& why) {
  return Error{file + ": " + why + "; compile it anew from its .po file with msgfmt"};
}

Result<Messages> read_mo(const std::filesystem::path& file) {
  const auto bytes = platform::read_text(file);
  if (!bytes) return Error{file.string() + ": cannot be read; check who may"};
  return parse_mo(*bytes, file.string());
}

// A message's forms follow each other, and so do its singular and plural msgid, of which the first
// one is the key.
std::vector<std::string> forms_in(const std::string& text) {
  std::vector<std::string> forms;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\0', begin), text.size());
    forms.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return forms;
}

std::string filled_in(const std::string& text, Catalogue::Values values) {
  std::string filled;
  for (std::size_t i = 0; i < text.size();) {
    bool replaced = false;
    for (const auto& [name, value] : values) {
      const auto placeholder = "{" + std::string(name) + "}";
      if (text.compare(i, placeholder.size(), placeholder) != 0) continue;
      filled += first_strong_isolate;
      filled += value;
      filled += pop_isolate;
      i += placeholder.size();
      replaced = true;
      break;
    }
    if (!replaced) filled += text[i++];
  }
  return filled;
}

}  // namespace

Result<Messages> parse_mo(std::string_view bytes, const std::string& file) {
  constexpr std::uint32_t magic = 0x950412de;
  const MoFile mo(bytes);
  const auto count = mo.word(8), ids = mo.word(12), texts = mo.word(16);
  if (mo.word(0) != magic || !texts) return not_a_catalogue(file, "is no .mo catalogue");
  if (*count > bytes.size() / 16) return not_a_catalogue(file, "is cut off");
  Messages messages;
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto id = mo.entry(*ids, i), text = mo.entry(*texts, i);
    if (!id || !text) return not_a_catalogue(file, "is cut off");
    const auto forms = forms_in(*text);
    const std::string singular = forms_in(*id).front();
    const bool says_nothing = std::find(forms.begin(), forms.end(), "") != forms.end();
    if (singular.empty() || says_nothing) continue;  // "" is the header
    messages.emplace(singular, forms);
  }
  return messages;
}

Result<Catalogue> Catalogue::open(const std::filesystem::path& folder) {
  Catalogue catalogue;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(folder, failed), end; !failed && it != end;
       it.increment(failed)) {
    if (it->path().extension() != ".mo") continue;
    auto messages = read_mo(it->path());
    if (!messages) return messages.error();
    catalogue.languages_.emplace(it->path().stem().string(), *std::move(messages));
  }
  if (catalogue.languages_.empty()) {
    return Error{folder.string() + ": holds no .mo catalogue; build the target smilepost_locales"};
  }
  return catalogue;
}

std::string Catalogue::text(std::string_view language, std::string_view msgid) const {
  if (is_pseudo(language)) return pseudo_text(msgid, language);
  if (const auto* found = find(language, msgid)) return found->front();
  ++missing_;
  return std::string(msgid);
}

std::string Catalogue::text(std::string_view language, std::string_view msgid,
                            Values values) const {
  return filled_in(text(language, msgid), values);
}

std::string Catalogue::text(std::string_view language, std::string_view msgid,
                            std::string_view name, std::uint64_t count) const {
  const auto* forms = is_pseudo(language) ? nullptr : find(language, msgid);
  const std::string form = forms == nullptr ? text(language, msgid)
                                            : (*forms)[plural_form(language, count, forms->size())];
  return filled_in(form, {{name, number_in(language, count)}});
}

const std::vector<std::string>* Catalogue::find(std::string_view language,
                                                std::string_view msgid) const {
  for (std::string tag(language); !tag.empty(); tag = parent_in_same_script(tag)) {
    const auto messages = languages_.find(tag);
    if (messages == languages_.end()) continue;
    const auto found = messages->second.find(std::string(msgid));
    if (found != messages->second.end()) return &found->second;
  }
  return nullptr;
}

}  // namespace smilepost::kiosk
