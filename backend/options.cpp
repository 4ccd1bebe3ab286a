#include "backend/options.h"

#include <algorithm>
#include <charconv>

namespace smilepost::backend {

const std::string_view help_text =
    "smilepost-backend [options]\n"
    "Receives what the kiosks collect, checks it, keeps it, and shows it on a page.\n"
    "\n"
    "  --state DIR          where everything is kept (default /var/lib/smilepost-backend)\n"
    "  --database WHERE     postgresql://USER@HOST/NAME, or a SQLite file (default archive.sqlite "
    "in\n"
    "                       --state); a password belongs into PGPASSFILE. Several backends may "
    "share\n"
    "                       one PostgreSQL: give each a copy of the folder keys of the first's "
    "--state\n"
    "  --listen HOST:PORT   numeric address; port 0 is any free one (default 127.0.0.1:8480)\n"
    "  --allow-remote       let --listen name an address that other machines reach; there is no\n"
    "                       login yet: anybody who reaches it reads the results\n"
    "  --drain SECONDS      after SIGTERM serve on for so long, while /readyz says 503 (default "
    "0); "
    "a\n"
    "                       second SIGTERM ends it\n"
    "  --most-connections N\n"
    "                       at once (default 4096); beyond, whoever is idle longest gives way\n"
    "  --back-up FILE       copy a SQLite archive to FILE, while the backend runs or not, and "
    "end;\n"
    "                       of PostgreSQL make a backup with its own tools. Keep the folder keys "
    "of\n"
    "                       --state with it: kiosks believe no other key\n"
    "  --restored           the archive was put back from a backup: say so in it, and end. Kiosks "
    "then\n"
    "                       send again what it lost, and are taken for no copies\n"
    "  --print-receipt-fingerprint\n"
    "                       print the fingerprint that enrolment codes carry, and end\n"
    "  --version, --help\n"
    "\n"
    "Ends with 0 after SIGTERM or SIGINT, 1 where something failed, 2 for a wrong option.\n";

namespace {

Status read_listen(const std::string& text, Options& options) {
  const std::size_t colon = text.rfind(':');
  const char* const begin = text.data() + (colon == std::string::npos ? text.size() : colon + 1);
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(begin, end, options.port);
  if (begin == end || code != std::errc() || stop != end || colon == 0) {
    return Error{"give an address and a port, such as 127.0.0.1:8480"};
  }
  options.host = text.substr(0, colon);
  if (options.host.size() > 2 && options.host.front() == '[' && options.host.back() == ']') {
    options.host = options.host.substr(1, options.host.size() - 2);
  }
  return Done{};
}

Result<std::int64_t> read_number(const std::string& text, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || stop != text.data() + text.size() || number < least || number > most) {
    return Error{"give a whole number from " + std::to_string(least) + " to " +
                 std::to_string(most)};
  }
  return number;
}

Status read_drain(const std::string& text, Options& options) {
  const auto seconds = read_number(text, 0, 3600);
  if (!seconds) return seconds.error();
  options.drain = std::chrono::seconds(*seconds);
  return Done{};
}

Status read_most_connections(const std::string& text, Options& options) {
  const auto count = read_number(text, 1, 1'000'000);
  if (!count) return count.error();
  options.most_connections = static_cast<std::size_t>(*count);
  return Done{};
}

const std::vector<Setting> settings = {
    {"state", Setting::Kind::text,
     [](const std::string& text, Options& options) -> Status {
       options.state = text;
       return Done{};
     }},
    {"database", Setting::Kind::text,
     [](const std::string& text, Options& options) -> Status {
       options.database = text;
       return Done{};
     }},
    {"listen", Setting::Kind::text, read_listen},
    {"allow-remote", Setting::Kind::flag,
     [](const std::string& text, Options& options) -> Status {
       options.allow_remote = text == "true";
       return Done{};
     }},
    {"drain", Setting::Kind::number, read_drain},
    {"most-connections", Setting::Kind::number, read_most_connections},
};

// True where the option was one that needs no value.
bool read_task(const std::string& name, Options& options) {
  if (name == "--help" || name == "-h") {
    options.task = Task::help;
  } else if (name == "--version") {
    options.task = Task::version;
  } else if (name == "--print-receipt-fingerprint") {
    options.task = Task::print_receipt_fingerprint;
  } else if (name == "--restored") {
    options.task = Task::restored;
  } else {
    return false;
  }
  return true;
}

Status read_value(const std::string& name, const std::string& value, Options& options) {
  if (name == "--back-up") {
    options.task = Task::back_up;
    options.backup = value;
    return Done{};
  }
  const Setting* setting = find_setting(name.substr(2));
  Status set = setting->set(value, options);
  if (!set) return Error{name + " " + value + ": " + set.error().message};
  return set;
}

}  // namespace

const Setting* find_setting(std::string_view name) {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const Setting& it) { return it.name == name; });
  return found == settings.end() ? nullptr : &*found;
}

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (read_task(name, options)) continue;
    const Setting* setting = name.starts_with("--") ? find_setting(name.substr(2)) : nullptr;
    if (setting == nullptr && name != "--back-up") {
      return Error{name + ": no such option; see --help"};
    }
    const bool is_flag = setting != nullptr && setting->kind == Setting::Kind::flag;
    if (!is_flag && (++i == arguments.size() || arguments[i].empty())) {
      return Error{name + " needs a value; see --help"};
    }
    if (auto read = read_value(name, is_flag ? "true" : arguments[i], options); !read) {
      return read.error();
    }
  }
  if (!options.allow_remote && !is_loopback(options.host)) {
    return Error{"--listen " + options.host +
                 ": other machines reach this address and there is no login yet; add "
                 "--allow-remote if that is meant"};
  }
  return options;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

std::string host_in_url(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace smilepost::backend
