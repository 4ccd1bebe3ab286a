// Releases of the kiosks' image, through the backend's owner-only socket. Its folder lies beside.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "deploy/tool/admin_socket.h"
#include "deploy/tool/arguments.h"
#include "platform/files.h"
#include "platform/growing_file.h"
#include "record/digest.h"

namespace smilepost::tool {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

int failed(const std::string& fault, int code, Streams streams) {
  streams.err << "smilepost release: " << fault << '\n';
  return code;
}

int told(const Result<AdminAnswer>& answer, Streams streams) {
  if (!answer) return failed(answer.error().message, exit_unreadable, streams);
  if (answer->status == 200) return streams.out << answer->body, exit_good;
  const json problem = json::parse(answer->body, nullptr, false);
  const bool says = problem.is_object() && problem.contains("detail");
  return failed(says ? problem["detail"].get<std::string>()
                     : fmt::format("the backend answered {}; look into its log", answer->status),
                exit_bad, streams);
}

// A disk or a root taken for the bundle would be fetched, and refused, by every kiosk of a ring. As
// RAUC writes one: a squashfs (its magic, "hsqs"), a signature, and that one's length in eight
// bytes, the highest first. Whose signature it is, kiosks look.
bool is_bundle(std::istream& file) {
  std::array<char, 4> magic{};
  std::array<std::uint8_t, 8> length{};
  file.read(magic.data(), magic.size());
  file.seekg(-static_cast<std::streamoff>(length.size()), std::ios::end);
  const std::streamoff signed_bytes = file.tellg();
  for (std::uint8_t& byte : length) byte = static_cast<std::uint8_t>(file.get());
  std::uint64_t signature = 0;
  for (const std::uint8_t byte : length) signature = signature << 8U | byte;
  return file && std::string_view(magic.data(), magic.size()) == "hsqs" && signature > 0 &&
         signature < static_cast<std::uint64_t>(signed_bytes);
}

// What cannot be read at all is said where it is copied.
bool is_mistaken(const fs::path& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  return fs::is_regular_file(path, ignored) && file && !is_bundle(file);
}

// Whoever calls this, the backend must be able to read it: it is its folder's owner's.
Status give_to_owner_of(const fs::path& folder, const fs::path& made) {
  struct stat owner {};
  if (::stat(folder.c_str(), &owner) != 0) return platform::file_error(folder, "cannot be read");
  if (::geteuid() == 0 && ::lchown(made.c_str(), owner.st_uid, owner.st_gid) != 0)
    return platform::file_error(made, "cannot be given to the backend's user");
  return Done{};
}

struct Copied {
  record::Hash sha256{};
  std::uint64_t size = 0;
};

Result<Copied> copy_whole(const fs::path& from, const fs::path& to) {
  std::error_code ignored;
  fs::remove(to, ignored);
  record::Digest digest;
  Copied copied;
  const auto read = platform::read_through(from, [&](std::span<const std::uint8_t> piece) {
    digest.add(piece);
    auto written = platform::write_at(to, copied.size, piece);
    copied.size += piece.size();
    return written;
  });
  if (!read) return read.error();
  copied.sha256 = digest.finish();
  return copied;
}

// Into the backend's folder, under its SHA-256. `is_new`: it was not there before.
struct Placed {
  Copied copied;
  fs::path file;
  bool is_new = false;
};

Result<Placed> place(const fs::path& from, const fs::path& state) {
  const fs::path folder = state / "releases";
  std::error_code error;
  if (fs::create_directory(folder, error)) {
    fs::permissions(folder, fs::perms::owner_all, error);
    if (auto given = give_to_owner_of(state, folder); !given) return given.error();
  }
  const fs::path coming = folder / "coming.new";
  auto copied = copy_whole(from, coming);
  if (!copied) return copied.error();
  Placed placed{*copied, folder / (record::to_hex(copied->sha256) + ".raucb")};
  placed.is_new = !fs::exists(placed.file, error);
  if (auto given = give_to_owner_of(state, coming); !given) return given.error();
  if (auto done = platform::replace_durably(coming, placed.file); !done) return done.error();
  return placed;
}

int add(const Arguments& arguments, Streams streams) {
  const fs::path socket = arguments.values.at("--socket");
  if (is_mistaken(arguments.words[1])) {
    return failed(arguments.words[1] +
                      ": is no bundle that kiosks could take; make one with "
                      "deploy/updates/bundle, and name that",
                  exit_bad, streams);
  }
  const auto placed = place(arguments.words[1], fs::absolute(socket).parent_path());
  if (!placed) return failed(placed.error().message, exit_unreadable, streams);
  json request{{"version", arguments.values.at("--version")},
               {"floor", arguments.values.at("--floor")},
               {"sha256", record::to_hex(placed->copied.sha256)},
               {"size", placed->copied.size}};
  const int code = told(
      put_to_admin(socket, "/admin/v1/releases", request.dump(), "application/json", {}), streams);
  std::error_code ignored;
  if (code != exit_good && placed->is_new) fs::remove(placed->file, ignored);
  return code;
}

std::string rings_of(const json& release) {
  std::string text;
  for (const auto& [ring, percent] : release["rings"].items())
    text += fmt::format("{}{} {} %", text.empty() ? "" : ", ", ring, percent.get<int>());
  return text;
}

// An offered one that no ring was named for was only added. What holds no more is said as such.
std::string standing_of(const json& release) {
  const auto state = release["state"].get<std::string>(), rings = rings_of(release);
  if (state == "offered")
    return rings.empty() ? "added, offered to nobody" : "offered, to " + rings;
  return rings.empty() ? state : state + ", was offered to " + rings;
}

void show(const json& release, Streams streams) {
  const bool here = release["file_is_here"].get<bool>();
  const auto floor = release["floor"].get<std::string>();
  streams.out << fmt::format("{}  {}; on its way {}, good {}, fell back {}, refused {}{}{}\n",
                             release["version"].get<std::string>(), standing_of(release),
                             release["on_its_way"].get<int>(), release["good"].get<int>(),
                             release["fell_back"].get<int>(), release["refused"].get<int>(),
                             floor.empty() ? "" : "; floor " + floor,
                             here ? "" : "; its file is missing here: add it again");
}

int list(const Arguments& arguments, Streams streams) {
  const auto answer = get_from_admin(arguments.values.at("--socket"), "/admin/v1/releases");
  if (!answer) return failed(answer.error().message, exit_unreadable, streams);
  const json all = json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || !all.is_object())
    return failed("the backend gave no list; look into its log", exit_bad, streams);
  if (arguments.flags.count("--json") > 0) return streams.out << answer->body << '\n', exit_good;
  for (const auto& release : all["releases"]) show(release, streams);
  if (all["releases"].empty()) streams.out << "no release\n";
  return exit_good;
}

int post(const std::string& action, const json& request, const Arguments& arguments,
         Streams streams) {
  return told(post_to_admin(arguments.values.at("--socket"), "/admin/v1/releases/" + action,
                            request.dump(), "application/json"),
              streams);
}

int offer(const Arguments& arguments, Streams streams) {
  const auto& text = arguments.values.at("--percent");
  const bool is_number =
      text.empty() ||
      (text.size() <= 3 && text.find_first_not_of("0123456789") == std::string::npos);
  if (!is_number) return failed("--percent is a whole number from 0 to 100", exit_usage, streams);
  return post("offer",
              {{"version", arguments.words[1]},
               {"ring", arguments.values.at("--ring")},
               {"percent", text.empty() ? 100 : std::stoi(text)}},
              arguments, streams);
}

}  // namespace

int release(const Words& words, Streams streams) {
  const std::string action = words.empty() ? "" : words.front();
  Syntax syntax{.command = "release",
                .values = {"--socket"},
                .words = {"list, add, offer, pause or withdraw"}};
  if (action == "list") syntax.flags = {"--json"};
  if (action == "add") {
    syntax.values.insert("--version");
    syntax.optional = {"--floor"};
    syntax.words.emplace_back("FILE");
  }
  if (action == "offer") {
    syntax.values.insert("--ring");
    syntax.optional = {"--percent"};
  }
  if (action == "offer" || action == "pause" || action == "withdraw")
    syntax.words.emplace_back("VERSION");
  const auto arguments = parse(words, syntax);
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  if (action == "list") return list(*arguments, streams);
  if (action == "add") return add(*arguments, streams);
  if (action == "offer") return offer(*arguments, streams);
  if (syntax.words.size() == 2)
    return post(action, {{"version", arguments->words[1]}}, *arguments, streams);
  return failed("say list, add, offer, pause or withdraw", exit_usage, streams);
}

}  // namespace smilepost::tool
