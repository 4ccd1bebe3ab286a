// What `smilepost survey` does, one function an action; an exit code comes back.
#pragma once

#include <string>

#include "deploy/tool/arguments.h"

namespace smilepost::tool {

// The first word is the action's name, the others are files.
int survey_check(const Arguments& arguments, Streams streams);
int survey_preview(const Arguments& arguments, Streams streams);
int survey_export(const Arguments& arguments, Streams streams);
int survey_import(const Arguments& arguments, Streams streams);

int survey_failed(const std::string& fault, int code, Streams streams);

}  // namespace smilepost::tool
