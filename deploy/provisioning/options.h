// The command line of smilepost-provision.
#pragma once

#include <string>
#include <vector>

#include "deploy/provisioning/parcels.h"

namespace smilepost::provisioning {

enum class Task : std::uint8_t { provision, help, version };

struct Options {
  Task task = Task::provision;
  Places places = {};
  std::string user = "smilepost";
};

extern const char* const usage_text;

Result<Options> parse_options(const std::vector<std::string>& arguments);

}  // namespace smilepost::provisioning
