#include <fmt/format.h>

#include "deploy/tool/admin_socket.h"
#include "deploy/tool/arguments.h"
#include "record/receipt.h"

namespace smilepost::tool {

int enrol_code(const Words& words, Streams streams) {
  const auto arguments =
      parse(words, {.command = "enrol-code", .values = {"--socket"}, .flags = {"--acceptance"}});
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  const auto answer = post_to_admin(arguments->values.at("--socket"), "/admin/v1/enrolment-codes",
                                    arguments->flags.count("--acceptance") > 0 ? "acceptance" : "");
  if (!answer) {
    streams.err << "smilepost enrol-code: " << answer.error().message << '\n';
    return exit_unreadable;
  }
  const auto code = record::parse_enrolment_code(answer->body);
  if (answer->status != 201 || !code) {
    streams.err << fmt::format(
        "smilepost enrol-code: the backend answered {} and no code; look into its log\n",
        answer->status);
    return exit_bad;
  }
  streams.out << to_string(*code) << '\n';
  return exit_good;
}

}  // namespace smilepost::tool
