#include "backend/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "backend/accounts/site.h"

namespace smilepost::backend {

const std::string_view help_text =
    "smilepost-backend [options]\n"
    "Receives what the kiosks collect, checks it, keeps it, and shows it on a page.\n"
    "\n"
    "  --config FILE        settings in TOML: state, database, listen, metrics, allow-remote,\n"
    "                       public-address, drain and most-connections, as below, which wins\n"
    "                       (default /etc/smilepost/backend.toml, if there)\n"
    "  --state DIR          where everything is kept (default /var/lib/smilepost-backend)\n"
    "  --database WHERE     postgresql://USER@HOST/NAME, or a SQLite file (default archive.sqlite "
    "in\n"
    "                       --state); a password belongs into PGPASSFILE. Several backends may "
    "share\n"
    "                       one PostgreSQL: give each a copy of the folder keys of the first's "
    "--state\n"
    "  --listen HOST:PORT   numeric address; port 0 is any free one (default 127.0.0.1:8480)\n"
    "  --metrics HOST:PORT  where Prometheus may fetch /metrics, /livez and /readyz; without it\n"
    "                       /metrics is at the socket admin.sock in --state alone\n"
    "  --allow-remote       let --listen and --metrics name an address that other machines reach;\n"
    "                       before the first account exists --listen is loopback all the same\n"
    "  --public-address URL as browsers reach it, such as https://feedback.example behind a "
    "proxy:\n"
    "                       pages answer under that name, and links begin with it\n"
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

Result<Address> read_address(const std::string& text) {
  Address address;
  const std::size_t colon = text.rfind(':');
  const char* const begin = text.data() + (colon == std::string::npos ? text.size() : colon + 1);
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(begin, end, address.port);
  if (begin == end || code != std::errc() || stop != end || colon == 0) {
    return Error{"give an address and a port, such as 127.0.0.1:8480"};
  }
  std::string& host = address.host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return address;
}

Status read_listen(const std::string& text, Options& options) {
  auto address = read_address(text);
  if (!address) return address.error();
  options.listen = *std::move(address);
  return Done{};
}

Status read_metrics(const std::string& text, Options& options) {
  auto address = read_address(text);
  if (!address) return address.error();
  options.metrics = *std::move(address);
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

constexpr std::array<Setting, 8> settings{{
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
    {"metrics", Setting::Kind::text, read_metrics},
    {"allow-remote", Setting::Kind::flag,
     [](const std::string& text, Options& options) -> Status {
       options.allow_remote = text == "true";
       return Done{};
     }},
    {"public-address", Setting::Kind::text,
     [](const std::string& text, Options& options) -> Status {
       options.public_address = text;
       return check_public_address(text);
     }},
    {"drain", Setting::Kind::number, read_drain},
    {"most-connections", Setting::Kind::number, read_most_connections},
}};

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
  if (name == "--config") {
    options.config = value;
    return Done{};
  }
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

// Other machines may reach it only where that was said.
Status check_reach(const Options& options) {
  const auto refusal = [](const char* option, const Address& address) {
    return Error{std::string(option) + " " + address.host +
                 ": other machines reach this address; add --allow-remote if that is meant"};
  };
  if (options.allow_remote) return Done{};
  if (!is_loopback(options.listen.host)) return refusal("--listen", options.listen);
  if (options.metrics && !is_loopback(options.metrics->host)) {
    return refusal("--metrics", *options.metrics);
  }
  return Done{};
}

}  // namespace

std::span<const Setting> all_settings() {
  return settings;
}

const Setting* find_setting(std::string_view name) {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const Setting& it) { return it.name == name; });
  return found == settings.end() ? nullptr : &*found;
}

Result<Options> parse_arguments(const std::vector<std::string>& arguments, Options options) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (read_task(name, options)) continue;
    const Setting* setting = name.starts_with("--") ? find_setting(name.substr(2)) : nullptr;
    if (setting == nullptr && name != "--back-up" && name != "--config") {
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
  return options;
}

Result<Options> parse_options(const std::vector<std::string>& arguments, Options base) {
  auto options = parse_arguments(arguments, std::move(base));
  if (!options) return options;
  if (auto meant = check_reach(*options); !meant) return meant.error();
  return options;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

std::string host_in_url(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace smilepost::backend
