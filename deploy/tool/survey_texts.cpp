// `smilepost survey export` and `import`: texts to translators and back, by a file's ending.
#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "deploy/tool/survey.h"
#include "kiosk/authoring/survey_import.h"
#include "kiosk/survey/survey_set_rules.h"
#include "platform/files.h"

namespace smilepost::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = std::size_t{4} << 20;

Result<std::string> text_of(const fs::path& file) {
  const auto bytes = platform::read_file(file, largest_file);
  if (!bytes) return bytes.error();
  if (!*bytes) return Error{file.string() + ": is not there; look at its name"};
  return std::string((*bytes)->begin(), (*bytes)->end());
}

// An Error is wrong usage.
Result<std::optional<std::string>> language_of(const Arguments& arguments) {
  const auto& tag = arguments.values.at("--language");
  if (tag.empty()) return std::optional<std::string>();
  if (kiosk::rules::is_language_tag(tag)) return std::optional(tag);
  return Error{"--language takes a tag such as de, pt-BR or zh-Hant"};
}

enum class Form { po, pot, csv };

Result<Form> form_of(const std::string& file) {
  const auto ending = fs::path(file).extension();
  if (ending == ".po") return Form::po;
  if (ending == ".pot") return Form::pot;
  if (ending == ".csv") return Form::csv;
  return Error{file + ": ends neither in .po nor in .pot nor in .csv; say so which it is to be"};
}

// Whether these go together; an Error is wrong usage.
Status fitting(Form form, const std::optional<std::string>& language, const std::string& source) {
  if (form == Form::po && !language) return Error{"a .po file is of one language: add --language"};
  if (form == Form::pot && language)
    return Error{"a .pot file is of no language: leave --language out, or name a .po file"};
  if (form == Form::po && *language == source)
    return Error{source + " is what others are translated from; name another --language"};
  return Done{};
}

// What both directions begin with.
struct Exchange {
  const Arguments& arguments;
  const std::string& file;   // the set
  const std::string& texts;  // the translators' file
  Form form;
  std::optional<std::string> language;
  const kiosk::SurveyDocument& document;
};
using Act = int (*)(const Exchange&, Streams);

int with_set(const Arguments& arguments, const std::string& texts, Streams streams, Act act) {
  const auto& file = arguments.words[1];
  auto language = language_of(arguments);
  if (!language) return survey_failed(language.error().message, exit_usage, streams);
  const auto form = form_of(texts);
  if (!form) return survey_failed(form.error().message, exit_usage, streams);
  auto json = text_of(file);
  if (!json) return survey_failed(json.error().message, exit_unreadable, streams);
  const auto document = kiosk::SurveyDocument::parse(*std::move(json), file);
  if (!document) return survey_failed(document.error().message, exit_bad, streams);
  return act({arguments, file, texts, *form, *std::move(language), *document}, streams);
}

Status write_texts(const std::string& file, const std::string& bytes, bool replace) {
  if (!replace && fs::exists(fs::symlink_status(file)))
    return Error{file + ": is there already; name another file, or add --replace"};
  constexpr unsigned as_documents = 0644;
  return platform::write_file(file, bytes, as_documents);
}

int export_texts(const Exchange& exchange, Streams streams) {
  const auto& document = exchange.document;
  if (auto fits = fitting(exchange.form, exchange.language, document.source()); !fits)
    return survey_failed(fits.error().message, exit_usage, streams);
  const auto bytes = exchange.form == Form::csv ? csv_of(document, exchange.language)
                                                : po_of(document, exchange.language);
  const bool replace = exchange.arguments.flags.count("--replace") > 0;
  if (auto kept = write_texts(exchange.texts, bytes, replace); !kept)
    return survey_failed(kept.error().message, exit_unreadable, streams);
  streams.out << fmt::format("{}: {} texts of {}, version {}\n", exchange.texts,
                             document.texts().size(), document.id(), document.version());
  return exit_good;
}

// Where the name is a link, the file that it leads to is replaced.
Status replace_set(const fs::path& file, const std::string& json) {
  std::error_code failed;
  const auto real = fs::canonical(file, failed);
  if (failed) return Error{file.string() + ": " + failed.message() + "; look at its name"};
  const auto mode = fs::status(real, failed).permissions() & fs::perms::all;
  return platform::write_file(real, json, static_cast<unsigned>(mode));
}

int report_faults(const Exchange& exchange, const std::vector<std::string>& faults,
                  Streams streams) {
  for (const auto& fault : faults) streams.err << fault << '\n';
  return survey_failed(fmt::format("{}: {} faults, each above; {} is as it was", exchange.texts,
                                   faults.size(), exchange.file),
                       exit_bad, streams);
}

void report_changes(const Exchange& exchange, const kiosk::SurveyImport& import, Streams streams) {
  for (const auto& change : import.changes) streams.out << change << '\n';
  const bool raised = import.version != exchange.document.version();
  streams.out << exchange.file << ": "
              << (raised ? "its wording changed, so it is now version "
                         : "no word that it had is another one, so it stays version ")
              << import.version << '\n';
}

int import_texts(const Exchange& exchange, Streams streams) {
  const auto& [arguments, file, texts, form, language, document] = exchange;
  const auto bytes = text_of(texts);
  if (!bytes) return survey_failed(bytes.error().message, exit_unreadable, streams);
  const auto translation = form == Form::csv ? translation_in_csv(*bytes, texts, document, language)
                                             : translation_in_po(*bytes, texts, document, language);
  if (!translation) return survey_failed(translation.error().message, exit_bad, streams);
  const auto import = import_translation(document, *translation, texts, file);
  if (!import.faults.empty()) return report_faults(exchange, import.faults, streams);
  if (import.json != document.json())
    if (auto kept = replace_set(file, import.json); !kept)
      return survey_failed(kept.error().message, exit_unreadable, streams);
  report_changes(exchange, import, streams);
  return exit_good;
}

}  // namespace

int survey_export(const Arguments& arguments, Streams streams) {
  return with_set(arguments, arguments.values.at("--to"), streams, export_texts);
}

int survey_import(const Arguments& arguments, Streams streams) {
  return with_set(arguments, arguments.values.at("--from"), streams, import_texts);
}

}  // namespace smilepost::tool
