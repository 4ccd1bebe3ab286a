// The backend's owner-only Unix socket, by libcurl: the one way this tool changes a backend.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platform/result.h"

namespace smilepost::tool {

struct AdminAnswer {
  long status = 0;  // of HTTP
  std::string body;
};

// An Error: nobody answered.
Result<AdminAnswer> get_from_admin(const std::filesystem::path& socket, const std::string& target);
Result<AdminAnswer> post_to_admin(const std::filesystem::path& socket, const std::string& target,
                                  const std::string& body = {},
                                  const std::string& content_type = "text/plain");

Result<AdminAnswer> put_to_admin(const std::filesystem::path& socket, const std::string& target,
                                 const std::string& body, const std::string& content_type,
                                 const std::vector<std::string>& headers);

}  // namespace smilepost::tool
