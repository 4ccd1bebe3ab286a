// What an organisation sends to its kiosks: made and signed here, where its key is, and handed to
// the backend through its owner-only socket.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "deploy/tool/admin_socket.h"
#include "deploy/tool/arguments.h"
#include "deploy/tool/bundle_files.h"
#include "platform/clock.h"
#include "platform/files.h"

namespace smilepost::tool {
namespace {

int failed(const std::string& fault, int code, Streams streams) {
  streams.err << "smilepost bundle: " << fault << '\n';
  return code;
}

std::optional<std::uint64_t> parse_version(const std::string& text) {
  std::uint64_t version = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, version);
  const bool fits = error == std::errc{} && stop == end && version >= 1 && version >> 63U == 0;
  return fits ? std::optional(version) : std::nullopt;
}

int make_key(const Arguments& arguments, Streams streams) {
  const auto key = make_organisation_key(arguments.words[1]);
  if (!key) return failed(key.error().message, exit_unreadable, streams);
  streams.err << "keep " << arguments.words[1]
              << " off every server; this is its public half, for organisation_key in each "
                 "kiosk.json:\n";
  streams.out << record::to_hex(*key) << '\n';
  return exit_good;
}

int sign(const Arguments& arguments, Streams streams) {
  const auto& given = arguments.values;
  const auto version = parse_version(given.at("--version"));
  if (!version) return failed("--version must be a number from 1", exit_usage, streams);
  const auto key = read_organisation_key(given.at("--key"));
  if (!key) return failed(key.error().message, exit_unreadable, streams);
  const auto bundle = collect_bundle({*version, given.at("--survey-sets"), given.at("--settings"),
                                      given.at("--pins"), given.at("--public-line")},
                                     platform::SystemClock().wall_ms());
  if (!bundle) return failed(bundle.error().message, exit_bad, streams);
  const auto cose = record::seal(*bundle, *key);
  const bool good = cose && record::open_bundle(*cose, key->public_key()).bundle == *bundle;
  if (!good) {
    return failed("a bundle is 512 KiB of UTF-8 at most, its settings 8 KiB; leave something out",
                  exit_bad, streams);
  }
  if (auto kept = platform::write_file(arguments.words[1], *cose, 0600); !kept)
    return failed(kept.error().message, exit_unreadable, streams);
  streams.out << fmt::format("{}: bundle {}, {} survey sets, {} bytes\n", arguments.words[1],
                             *version, bundle->survey_sets.size(), cose->size());
  return exit_good;
}

// A header holds no letters beyond ASCII.
std::string percent_encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte < 0x80 && (std::isalnum(byte) != 0 || c == '-');
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

int send(const Arguments& arguments, Streams streams) {
  const auto cose = read_bundle_file(arguments.words[1]);
  if (!cose) return failed(cose.error().message, exit_unreadable, streams);
  std::vector<std::string> headers;
  if (const auto& key = arguments.values.at("--organisation-key"); !key.empty())
    headers.push_back("Smilepost-Organisation-Key: " + key);
  if (const auto& group = arguments.values.at("--group"); !group.empty())
    headers.push_back("Smilepost-Group: " + percent_encoded(group));
  const auto answer = put_to_admin(arguments.values.at("--socket"), "/admin/v1/bundle",
                                   {cose->begin(), cose->end()}, "application/cose", headers);
  if (!answer) return failed(answer.error().message, exit_unreadable, streams);
  if (answer->status == 200) return streams.out << answer->body, exit_good;
  const auto problem = nlohmann::json::parse(answer->body, nullptr, false);
  const bool told = problem.is_object() && problem.contains("detail");
  return failed(told ? problem["detail"].get<std::string>()
                     : fmt::format("the backend answered {}; look into its log", answer->status),
                exit_bad, streams);
}

std::string described(const record::Bundle& bundle) {
  const auto made = fmt::gmtime(static_cast<std::time_t>(bundle.made_ms / 1'000));
  auto text = fmt::format("bundle {}, made {:%Y-%m-%d %H:%M:%S} UTC\n", bundle.version, made);
  for (const auto& [id, json] : bundle.survey_sets)
    text += fmt::format("survey set {}: {} bytes\n", id, json.size());
  if (!bundle.settings.empty()) text += fmt::format("settings: {}\n", bundle.settings);
  if (!bundle.pin_hashes.empty()) text += fmt::format("staff PINs: {}\n", bundle.pin_hashes.size());
  for (const auto& [language, line] : bundle.public_line)
    text += fmt::format("public line in {}: {}\n", language, line);
  return text;
}

int show(const Arguments& arguments, Streams streams) {
  const auto cose = read_bundle_file(arguments.words[1]);
  if (!cose) return failed(cose.error().message, exit_unreadable, streams);
  const auto& named = arguments.values.at("--organisation-key");
  const auto key = parse_public_key(named);
  if (!named.empty() && !key)
    return failed("an organisation key has 64 hexadecimal digits", exit_usage, streams);
  const auto opened =
      key ? record::open_bundle(*cose, *key) : record::open_bundle_unverified(*cose);
  if (opened.verdict != record::Verdict::good) {
    return failed(arguments.words[1] + ": " + std::string(to_string(opened.verdict)) +
                      "; it is not what that organisation signed, or no bundle at all",
                  exit_bad, streams);
  }
  streams.out << described(opened.bundle)
              << (key ? "signed with this organisation key\n"
                      : "whose signature it is was not checked; see --organisation-key\n");
  return exit_good;
}

struct Action {
  std::string name, word;
  std::set<std::string> values, optional;
  int (*run)(const Arguments&, Streams);
};

const std::vector<Action>& actions() {
  static const std::vector<Action> all = {
      {"make-key", "FILE", {}, {}, make_key},
      {"sign",
       "OUT",
       {"--key", "--version", "--survey-sets"},
       {"--settings", "--pins", "--public-line"},
       sign},
      {"send", "FILE", {"--socket"}, {"--group", "--organisation-key"}, send},
      {"show", "FILE", {}, {"--organisation-key"}, show},
  };
  return all;
}

}  // namespace

int bundle(const Words& words, Streams streams) {
  for (const Action& action : actions()) {
    if (words.empty() || words.front() != action.name) continue;
    const auto arguments = parse(words, {.command = "bundle",
                                         .values = action.values,
                                         .optional = action.optional,
                                         .words = {"make-key, sign, send or show", action.word}});
    if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
    return action.run(*arguments, streams);
  }
  return failed("say make-key, sign, send or show; see smilepost bundle --help", exit_usage,
                streams);
}

}  // namespace smilepost::tool
