// A request and its response as plain values: what handlers see instead of a network.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/visitor.h"

namespace smilepost::platform {
class Descriptor;
}

namespace smilepost::backend {

// Where a request came in. Only the owner of the state folder can reach the admin socket; the
// metrics' address is for who watches the backend.
enum class Door { network, admin_socket, metrics };

// What came of an Aside.
struct PasswordFound {
  bool matches = false;
  std::string hash;  // that was compared, or that was made
};

struct Request {
  std::string method;
  std::string path;                            // without the query
  std::map<std::string, std::string> headers;  // names in lower case; the last of equals
  std::string body;
  Door door = Door::network;
  std::string query{};               // after the path's question mark, as it came
  std::string peer{};                // numeric address of who is at the other end; empty: unknown
  std::optional<Visitor> visitor{};  // who is signed in, where the route asks for that
  std::optional<PasswordFound> password{};  // of a request that comes again; never from outside

  std::span<const std::uint8_t> bytes() const {
    return {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
  }
  // Empty where the header is missing.
  std::string_view header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
};

// A password is hashed on purpose slowly, so never on the archive's thread: the request is put
// aside and comes again with what was found.
struct Aside {
  Request again;
  std::string password;
  std::string hash;  // to compare with; empty: make one
};

// What the archive took with a batch, for those who watch: responses are given only for what is
// durable, so nothing is counted that was rolled back.
struct Intake {
  std::uint32_t records_new = 0, records_repeated = 0;
  std::uint32_t forks = 0;   // contradictions that it began
  std::uint32_t copies = 0;  // it showed that two devices are alive
  std::uint32_t gaps = 0;    // that it named
};

// Of a file, instead of a body: read and sent piece by piece, never as a whole in memory.
struct FilePart {
  std::shared_ptr<const platform::Descriptor> file;  // null: there is a body
  std::uint64_t offset = 0, length = 0;
};

struct Response {
  int status = 200;
  std::string content_type;  // none where empty
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Intake intake{};
  FilePart file{};
  std::shared_ptr<Aside> aside{};  // instead of all that
};

using Handler = std::function<Response(const Request&)>;

}  // namespace smilepost::backend
