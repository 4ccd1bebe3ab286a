#include "backend/options.h"

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
    return Error{"--listen " + text + ": give an address and a port, such as 127.0.0.1:8480"};
  }
  options.host = text.substr(0, colon);
  if (options.host.size() > 2 && options.host.front() == '[' && options.host.back() == ']') {
    options.host = options.host.substr(1, options.host.size() - 2);
  }
  return Done{};
}

// True where the option was one that needs no value.
bool read_flag(const std::string& name, Options& options) {
  if (name == "--help" || name == "-h") {
    options.task = Task::help;
  } else if (name == "--version") {
    options.task = Task::version;
  } else if (name == "--print-receipt-fingerprint") {
    options.task = Task::print_receipt_fingerprint;
  } else if (name == "--restored") {
    options.task = Task::restored;
  } else if (name == "--allow-remote") {
    options.allow_remote = true;
  } else {
    return false;
  }
  return true;
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (read_flag(name, options)) continue;
    if (name != "--state" && name != "--listen" && name != "--database" && name != "--back-up") {
      return Error{name + ": no such option; see --help"};
    }
    if (++i == arguments.size() || arguments[i].empty())
      return Error{name + " needs a value; see --help"};
    if (name == "--state") options.state = arguments[i];
    if (name == "--database") options.database = arguments[i];
    if (name == "--back-up") {
      options.task = Task::back_up;
      options.backup = arguments[i];
    }
    if (name == "--listen") {
      if (auto read = read_listen(arguments[i], options); !read) return read.error();
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
