// Who is there for which kiosk, and the calls: as rows, so that each backend on this database, and
// one that starts again, says the same.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "backend/store/store.h"
#include "record/call.h"

namespace smilepost::backend {

struct CallKey {
  record::KioskId kiosk{};
  record::CallNumber number{};
};

struct CallRow {
  CallKey key;
  std::string language;
  std::int64_t raised_ms = 0;
  std::optional<std::int64_t> claimed_ms, over_ms;

  record::CallState state_at(std::int64_t now_ms) const;
};

// A kiosk as the team knows it.
struct ScreenRow {
  record::KioskId kiosk{};
  std::string label;  // may be empty
  bool revoked = false;
  std::optional<std::int64_t> until_ms;  // somebody is there for it, or was
};
// All that were ever enrolled, by label.
Status read_screens(Store& store, const std::function<void(const ScreenRow&)>& each);

// Somebody is there: for one kiosk, or for all; never for one that is revoked.
Status come(Store& store, const std::optional<record::KioskId>& kiosk, std::int64_t until_ms);
Status leave(Store& store, const record::KioskId& kiosk);
// Those for whose kiosks somebody is there say so once more.
Status stay(Store& store, std::int64_t now_ms, std::int64_t until_ms);
// So much longer somebody is there; 0: nobody is.
Result<std::int64_t> presence_left_ms(Store& store, const record::KioskId& kiosk,
                                      std::int64_t now_ms);

// False: the number has called before, and nothing happens.
Result<bool> raise(Store& store, const CallKey& key, const std::string& language,
                   std::int64_t now_ms);
// True: it waited until now, and somebody is coming.
Result<bool> claim(Store& store, const CallKey& key, std::int64_t now_ms);
// Of this kiosk alone: backends that write for others never wait for it.
Status forget_calls_before(Store& store, const record::KioskId& kiosk, std::int64_t before_ms);
Status end(Store& store, const CallKey& key, std::int64_t now_ms);

Result<std::optional<CallRow>> read_call(Store& store, const CallKey& key);
// The newest first.
Status read_calls_since(Store& store, std::int64_t since_ms,
                        const std::function<void(const CallRow&)>& each);

}  // namespace smilepost::backend
