#include "deploy/provisioning/options.h"

#include <map>

namespace smilepost::provisioning {

const char* const usage_text =
    R"(usage: smilepost-provision [OPTION…]

Takes kiosk.toml from the card before the kiosk starts: judges it, does what it says, wipes its
secrets, and leaves kiosk.toml.done.txt, or kiosk.toml.error.txt with what to mend. Without a file
there is nothing to do. See kiosk.toml(5).

  --card DIR             where kiosk.toml lies (/setup)
  --state DIR            of the kiosk, gets setup.json (/var/lib/smilepost)
  --own DIR              gets kiosk.json and environment (/var/lib/smilepost-provision)
  --networks DIR         gets smilepost.nmconnection (/etc/NetworkManager/system-connections)
  --host-name FILE       gets the host name (/etc/hostname)
  --user NAME            who owns the state folder, where this runs as root (smilepost)

  --help, --version

Exit codes: 0 done, or nothing to do; 1 failed, and the card says why; 2 wrong usage.
)";

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  static const std::map<std::string, std::filesystem::path Places::*> paths = {
      {"--card", &Places::card},
      {"--state", &Places::state},
      {"--own", &Places::own},
      {"--networks", &Places::networks},
      {"--host-name", &Places::host_name}};
  Options options;
  for (std::size_t next = 0; next < arguments.size(); ++next) {
    const auto& name = arguments[next];
    if (name == "--help" || name == "-h") return Options{.task = Task::help};
    if (name == "--version") return Options{.task = Task::version};
    const auto path = paths.find(name);
    if (path == paths.end() && name != "--user")
      return Error{"unknown option '" + name + "': see smilepost-provision --help"};
    if (++next == arguments.size() || arguments[next].empty())
      return Error{name + (name == "--user" ? " takes a name" : " takes a path")};
    if (path == paths.end())
      options.user = arguments[next];
    else
      options.places.*path->second = arguments[next];
  }
  return options;
}

}  // namespace smilepost::provisioning
