#include "backend/store/store.h"

namespace smilepost::backend {

Result<Unit> Unit::begin(Store& store) {
  if (const Status begun = store.begin(); !begun) return begun.error();
  return Unit(store);
}

Unit::~Unit() {
  if (store_ != nullptr) store_->roll_back();
}

Status Unit::commit() {
  Status committed = store_->commit();
  if (!committed) store_->roll_back();
  store_ = nullptr;
  return committed;
}

std::string storable(std::string text) {
  constexpr std::string_view picture_of_null = "\xE2\x90\x80";
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at)) {
    text.replace(at, 1, picture_of_null);
  }
  return text;
}

}  // namespace smilepost::backend
