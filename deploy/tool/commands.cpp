#include "deploy/tool/commands.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace smilepost::tool {
namespace {

struct Command {
  std::string_view name, arguments, about;
  int (*run)(const Words&, Streams);
};

constexpr std::array commands{
    Command{"verify", "FILE | STATE_DIR",
            "check every signature of an export, a journal.db or a kiosk's state folder", verify},
    Command{"export", "--state DIR --out FILE",
            "write a kiosk's records to one file with a signed head", export_journal},
    Command{"counts", "--state DIR [--json]",
            "say how many answer records a kiosk has kept, and how many are acknowledged", counts},
    Command{
        "recover", "--state DIR",
        "save what verifies from journals put aside as journal.db.damaged-…; stop the kiosk first",
        recover},
    Command{"rotate-key", "--state DIR",
            "give a kiosk a fresh signing key, vouched for by the old one; stop the kiosk first",
            rotate_key},
    Command{
        "enrol-code", "--socket PATH [--acceptance]",
        "ask the backend for a one-time code that enrols a kiosk; or for the code, no secret, of "
        "kiosks that then wait to be accepted",
        enrol_code},
    Command{
        "fleet",
        "list [--json] | accept KIOSK | refuse KIOSK | revoke KIOSK | replace OLD NEW | move KIOSK "
        "PLACE [--name NAME] | group KIOSK GROUP | diagnostics KIOSK, with --socket PATH",
        "say which kiosks there are, why one is ill and who waits, and decide; KIOSK is the "
        "beginning of its number",
        fleet},
    Command{
        "release",
        "list [--json] | add FILE --version VERSION [--floor VERSION] | offer VERSION --ring RING "
        "[--percent N] | pause VERSION | withdraw VERSION, with --socket PATH",
        "offer kiosks a new image: FILE as deploy/updates/bundle makes it. RING is canary, early "
        "or everybody, each of which holds those before it; N of a hundred, the same ones when "
        "raised. Below the floor kiosks take nothing any more. A withdrawn release is taken back",
        release},
    Command{
        "account",
        "list [--json] | add NAME [--role ROLE] | remove NAME | link NAME, with --socket PATH",
        "say who may see the backend's pages, and decide; ROLE is administrator or team. add and "
        "link print a link with which a password is chosen, once and within a day; also a "
        "forgotten one",
        account},
    Command{"audit", "--database WHERE [--note FILE]",
            "check every signature that a backend keeps, and what its figures add up to, while it "
            "runs; WHERE as the backend's --database. FILE notes how far it came: started again it "
            "goes on from there",
            audit},
    Command{
        "bundle",
        "make-key FILE | sign --key FILE --version N --survey-sets DIR [--settings FILE] "
        "[--pins FILE] [--public-line FILE] OUT | send --socket PATH [--group NAME] "
        "[--organisation-key HEX] FILE | show [--organisation-key HEX] FILE",
        "make what all kiosks of an organisation get: survey sets, settings (survey_sets, "
        "languages and schedule as in kiosk.json), staff PINs (one a line), the public line on the "
        "thank-you ({\"en\": \"…\"}); each version must be above the last. Make and sign where "
        "the key is kept, send where the backend runs, for a group or for everybody; the first "
        "time, name the key",
        bundle},
    Command{"lint", "[--language TAG] [SURVEY-FILE…]",
            "look at survey sets and the kiosk's own words on every display in every language, and "
            "say what is missing, cut off, too small or hard-coded, and what to do",
            lint},
    Command{"survey",
            "check FILE… | preview FILE [--language TAG[,TAG…]] [--size WxH] [--pictures DIR] | "
            "export FILE --to TEXTS [--language TAG] [--replace] | import FILE --from TEXTS "
            "[--language TAG]",
            "for who writes and translates survey sets: check reads them and draws them on every "
            "display in every language; preview shows one, or draws all its screens into a folder "
            "with an index.html. TEXTS is texts.po (one language beside the source, which is the "
            "first of the set), texts.pot (none) or texts.csv (all, a row a text). import takes "
            "all of it or nothing, adds a language that is new, raises the version where words "
            "changed, and leaves the rest of the file as it was written",
            survey},
};

std::string help() {
  std::string text = "smilepost: the tool for IT and auditors\n\n";
  for (const Command& command : commands) {
    text += fmt::format("  smilepost {} {}\n      {}\n", command.name, command.arguments,
                        command.about);
  }
  return text +
         "  smilepost --help | --version\n\n"
         "Exit codes: 0 good; 1 bad or refused; 2 wrong usage; 3 cannot be read or reached.\n";
}

// Of a command, or of one of its actions: each action's help is the command's.
bool asks_for_help(const Words& words) {
  const auto at = [&words](std::size_t i) { return words.size() > i && words[i] == "--help"; };
  return at(0) || at(1);
}

std::string help_on(const Command& command) {
  return fmt::format("usage: smilepost {} {}\n{}\n", command.name, command.arguments,
                     command.about);
}

}  // namespace

int run(const Words& words, Streams streams) {
  const std::string first = words.empty() ? "" : words.front();
  if (first == "--help" || first == "-h") return streams.out << help(), exit_good;
  if (first == "--version") return streams.out << "smilepost " SMILEPOST_VERSION "\n", exit_good;
  for (const Command& command : commands) {
    if (first != command.name) continue;
    const Words rest(words.begin() + 1, words.end());
    if (asks_for_help(rest)) return streams.out << help_on(command), exit_good;
    return command.run(rest, streams);
  }
  streams.err << (first.empty()
                      ? "smilepost: say what to do; see smilepost --help\n"
                      : fmt::format("smilepost: unknown command {}; see smilepost --help\n",
                                    first));
  return exit_usage;
}

}  // namespace smilepost::tool
