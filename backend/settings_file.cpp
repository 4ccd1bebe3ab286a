#include "backend/settings_file.h"

#include <sys/stat.h>

#include <toml++/toml.h>
#include <string>

#include "platform/read_text.h"

namespace smilepost::backend {
namespace {

using Kind = Setting::Kind;

Error fault(const std::filesystem::path& file, const toml::source_region& place,
            const std::string& what) {
  return Error{file.string() + ":" + std::to_string(place.begin.line) + ": " + what};
}

// The library throws what it cannot read.
Result<toml::table> parse(const std::filesystem::path& file, const std::string& text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fault(
        file, error.source(),
        "this is not TOML: " + std::string(error.description()) +
            "; write lines such as drain = 30 or database = \"postgresql://db/smilepost\"");
  }
}

// As the command line would give it.
Result<std::string> value_of(const toml::node& node, Kind kind) {
  switch (kind) {
    case Kind::text:
      if (const auto* text = node.as_string(); text != nullptr && !text->get().empty()) {
        return text->get();
      }
      return Error{"give a text in quotes"};
    case Kind::number:
      if (const auto* number = node.as_integer()) return std::to_string(number->get());
      return Error{"give a whole number without quotes"};
    case Kind::flag:
      if (const auto* flag = node.as_boolean()) return std::string(flag->get() ? "true" : "false");
      return Error{"give true or false, without quotes"};
  }
  std::abort();
}

// postgresql://user:password@host/… or …?password=…
bool holds_password(const std::string& database) {
  const std::size_t begin = database.find("://");
  if (begin == std::string::npos) return false;
  const std::string login = database.substr(begin + 3, database.find('/', begin + 3) - begin - 3);
  const std::size_t at = login.rfind('@');
  if (at != std::string::npos && login.substr(0, at).find(':') != std::string::npos) return true;
  return database.find("password=") != std::string::npos;
}

bool others_may_read(const std::filesystem::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) != 0 || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

Status read_setting(const std::string& name, const toml::node& node, Options& options) {
  const Setting* setting = find_setting(name);
  if (setting == nullptr) {
    return Error{"there is no such setting; smilepost-backend --help lists them"};
  }
  const auto value = value_of(node, setting->kind);
  if (!value) return value.error();
  return setting->set(*value, options);
}

}  // namespace

Status read_settings(const std::filesystem::path& file, Options& options) {
  const auto text = platform::read_text(file);
  if (!text) {
    return Error{file.string() +
                 ": cannot be read; make it readable for this user, or name another --config"};
  }
  const auto table = parse(file, *text);
  if (!table) return table.error();
  for (const auto& [key, node] : *table) {
    const std::string name(key.str());
    const Status read = read_setting(name, node, options);
    if (!read) return fault(file, key.source(), name + ": " + read.error().message);
    if (name == "database" && holds_password(options.database) && others_may_read(file)) {
      return fault(file, key.source(),
                   "database: this holds a password, and others may read the file: run 'chmod 600' "
                   "on it, or put the password into PGPASSFILE");
    }
  }
  return Done{};
}

Result<Options> read_options(const std::vector<std::string>& arguments,
                             const std::filesystem::path& in_its_place) {
  auto named = parse_arguments(arguments, {});
  if (!named || named->task == Task::help || named->task == Task::version) return named;
  std::error_code unseen;
  const bool is_there = std::filesystem::exists(in_its_place, unseen) || unseen;
  if (named->config.empty() && !is_there) return parse_options(arguments);
  Options base;
  const auto file = named->config.empty() ? in_its_place : named->config;
  if (auto read = read_settings(file, base); !read) return read.error();
  return parse_options(arguments, std::move(base));
}

}  // namespace smilepost::backend
