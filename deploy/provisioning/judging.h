// Whether one value of kiosk.toml can be what it says. An Error says what it must be, and repeats
// nothing: it may be secret.
#pragma once

#include <string>
#include <string_view>

#include "platform/result.h"

namespace smilepost::provisioning {

Status judge_name(std::string_view text);
Status judge_pin(std::string_view text);
Status judge_language(std::string_view text);
Status judge_time_zone(std::string_view text);
Status judge_host_name(std::string_view text);
Status judge_backend(std::string_view text);
Status judge_code(std::string_view text);
Status judge_card_file(std::string_view text);     // a name, not a path
Status judge_certificates(std::string_view text);  // PEM, and no private key among them
Status judge_ssid(std::string_view text);
Status judge_passphrase(std::string_view text);
Status judge_ip(std::string_view text);               // IPv4 or IPv6
Status judge_network_address(std::string_view text);  // with "/24"

// Without a byte order mark. An Error where it is no text in UTF-8.
Result<std::string> as_utf8(std::string_view bytes);

}  // namespace smilepost::provisioning
