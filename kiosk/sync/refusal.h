// What an HTTP answer without a receipt means, and what to do about it.
#pragma once

#include <string>

#include "platform/http_client.h"

namespace smilepost::kiosk {

// Of what was sent, as opposed to "not now" or "not me".
bool is_refusal(const platform::HttpResponse& response);

// One line.
Error no_receipt(const std::string& backend_url, const platform::HttpResponse& response);

// Who answers 429 or 503 may ask for time; others may not.
std::uint64_t asked_to_wait_ms(const platform::HttpResponse& response);

// A web page: a portal's, a proxy's, another server's.
bool is_web_page(const platform::HttpResponse& response);

}  // namespace smilepost::kiosk
