// What is left on a simulated disk when its power is cut.
#include <algorithm>

#include "tests/platform/simulated_disk.h"

namespace smilepost::tests {
namespace {

using Bytes = std::vector<std::uint8_t>;

bool coin(Random& random) {
  return random() % 2 == 0;
}

// Sector by sector: written, or not; and whatever lay beside it in the sector may be lost, too.
void tear(Bytes& bytes, const Change& change, std::uint64_t sector, bool garbage, Random& random) {
  const std::uint64_t end = change.offset + change.bytes.size();
  for (std::uint64_t from = change.offset; from < end;) {
    const std::uint64_t to = std::min(end, (from / sector + 1) * sector);
    if (coin(random)) {
      const auto* begin = change.bytes.data() + (from - change.offset);
      Node::apply(bytes, {from, {begin, begin + (to - from)}, {}});
    } else if (garbage && coin(random)) {
      const std::uint64_t start = from / sector * sector;
      Bytes rubbish(
          std::min<std::uint64_t>(start + sector, std::max<std::uint64_t>(bytes.size(), to)) -
          start);
      for (auto& byte : rubbish) byte = static_cast<std::uint8_t>(random());
      Node::apply(bytes, {start, rubbish, {}});
    }
    from = to;
  }
}

void lose_some(Bytes& bytes, const std::vector<Change>& changes, Loss loss, Random& random) {
  const bool torn = loss == Loss::torn_512 || loss == Loss::torn_4096;
  for (const auto& change : changes) {
    if (torn && !change.bytes.empty() && random() % 3 == 0) {
      tear(bytes, change, loss == Loss::torn_512 ? 512 : 4096, loss == Loss::torn_4096, random);
    } else if (coin(random)) {
      Node::apply(bytes, change);
    }
  }
}

Bytes left_of(const Node& node, Loss loss, Random& random) {
  Bytes bytes = node.durable;
  switch (loss) {
    case Loss::all:
      return bytes;
    case Loss::none:
    case Loss::prefix: {
      const std::size_t kept =
          loss == Loss::none ? node.changes.size() : random() % (node.changes.size() + 1);
      for (std::size_t i = 0; i < kept; ++i) Node::apply(bytes, node.changes[i]);
      return bytes;
    }
    case Loss::some:
    case Loss::torn_512:
    case Loss::torn_4096:
      lose_some(bytes, node.changes, loss, random);
      return bytes;
  }
  std::abort();
}

}  // namespace

std::shared_ptr<SimulatedDisk> SimulatedDisk::after_cut(Loss loss, Random& random) const {
  auto left = std::make_shared<SimulatedDisk>();
  Names names = durable_;
  const std::size_t kept = loss == Loss::prefix ? random() % (name_changes_.size() + 1)
                           : loss == Loss::all  ? 0
                                                : name_changes_.size();
  const bool any_order = loss != Loss::none && loss != Loss::prefix;
  for (std::size_t i = 0; i < kept; ++i) {
    if (!any_order || coin(random)) apply(names, name_changes_[i]);
  }
  std::map<const Node*, std::shared_ptr<Node>> nodes;  // two names may lead to one file
  for (const auto& [name, node] : names) {
    auto& copied = nodes[node.get()];
    if (!copied) {
      copied = std::make_shared<Node>();
      copied->now = copied->durable = left_of(*node, loss, random);
      copied->room = node->room;
    }
    left->now_[name] = left->durable_[name] = copied;
  }
  left->capacity = capacity;
  return left;
}

}  // namespace smilepost::tests
