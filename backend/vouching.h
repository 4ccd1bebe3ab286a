// Which of a kiosk's keys are its own: the first one, whose hash is the kiosk's id, those that an
// administrator accepted, and all that one of these vouches for, in any order.
#pragma once

#include <set>
#include <vector>

#include "record/record.h"

namespace smilepost::backend {

class Vouching {
 public:
  explicit Vouching(const record::KioskId& kiosk) : kiosk_(kiosk) {}

  void accept(const record::PublicKey& key) { trusted_.insert(key); }
  void open(const record::EpochOpened& opened) { opened_.push_back(opened); }
  // A record that `signer` signed names the key of an epoch whose beginning is lost.
  void name(const record::PublicKey& signer, const record::PublicKey& key) {
    named_.emplace_back(signer, key);
  }

  // The keys that are the kiosk's own, of all that was said until now.
  const std::set<record::PublicKey>& own();

 private:
  bool trust_more();
  bool is_own(const record::EpochOpened& opened) const;

  const record::KioskId kiosk_;
  std::set<record::PublicKey> trusted_;
  std::vector<record::EpochOpened> opened_;
  std::vector<std::pair<record::PublicKey, record::PublicKey>> named_;
};

}  // namespace smilepost::backend
