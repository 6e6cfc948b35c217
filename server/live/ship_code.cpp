#include "live/ship_code.h"

#include <algorithm>
#include <array>
#include <bit>

#include "foundation/limits.h"

namespace shipvote::live {
namespace {

constexpr std::uint32_t class_bits = 20;
constexpr std::uint32_t class_mask = (1U << class_bits) - 1;
constexpr std::size_t grid_cells = 16'384;  // the real fleet has 165 indexes x 57 classes
constexpr unsigned lengths = 33;            // a number of 0 to 32 bits
constexpr std::uint32_t learning = 4;       // how much one sight of a value counts against the first guess

// How many bits the next number has, learnt from those before it.
class LengthModel {
 public:
  explicit LengthModel(unsigned largest_length = lengths - 1) : total_(largest_length + 1) { seen_.fill(1); }

  void encode(RangeEncoder& encoder, unsigned length) {
    std::uint32_t before = 0;
    for (unsigned symbol = 0; symbol < length; ++symbol) before += seen_[symbol];
    encoder.part(before, seen_[length], total_);
    learn(length);
  }

  [[nodiscard]] unsigned decode(RangeDecoder& decoder) {
    std::uint64_t const place = decoder.place(total_);
    std::uint32_t before = 0;
    unsigned length = 0;
    while (before + seen_[length] <= place) before += seen_[length++];
    decoder.take(before, seen_[length]);
    learn(length);
    return length;
  }

 private:
  void learn(unsigned length) {
    seen_[length] += learning;
    total_ += learning;
  }

  std::array<std::uint32_t, lengths> seen_{};
  std::uint32_t total_;
};

unsigned length_of(std::uint32_t value) { return static_cast<unsigned>(std::bit_width(value)); }

// Ascending distinct numbers as the gaps between them.
void encode_ascending(RangeEncoder& encoder, std::span<std::uint32_t const> values) {
  encoder.number(values.size());
  LengthModel model;
  std::uint32_t least = 0;
  for (std::uint32_t const value : values) {
    std::uint32_t const gap = value - least;
    model.encode(encoder, length_of(gap));
    if (gap > 1) encoder.bits(gap, length_of(gap) - 1);
    least = value + 1;
  }
}

std::optional<std::vector<std::uint32_t>> decode_ascending(RangeDecoder& decoder, std::uint64_t largest) {
  std::uint64_t const how_many = decoder.number();
  if (how_many > limits::ships_per_vote) return std::nullopt;
  std::vector<std::uint32_t> values;
  values.reserve(how_many);
  LengthModel model;
  std::uint64_t least = 0;
  for (std::uint64_t count = 0; count < how_many; ++count) {
    unsigned const length = model.decode(decoder);
    std::uint64_t const gap = length < 2 ? length : (std::uint64_t{1} << (length - 1)) | decoder.bits(length - 1);
    if (least + gap > largest) return std::nullopt;
    values.push_back(static_cast<std::uint32_t>(least + gap));
    least += gap + 1;
  }
  return values;
}

// Whether a class has a ship at an index, guessed from the class's last two indexes and how many ships it has so far.
class GridModel {
 public:
  explicit GridModel(std::size_t classes) : rows_(classes) {}

  void next_index() { ++indexes_; }

  void encode(RangeEncoder& encoder, std::size_t row, bool present) {
    Odds& odds = odds_of(row);
    std::uint32_t const total = odds.absent + odds.present;
    if (present) {
      encoder.part(odds.absent, odds.present, total);
    } else {
      encoder.part(0, odds.absent, total);
    }
    learn(odds, row, present);
  }

  [[nodiscard]] bool decode(RangeDecoder& decoder, std::size_t row) {
    Odds& odds = odds_of(row);
    bool const present = decoder.place(odds.absent + odds.present) >= odds.absent;
    decoder.take(present ? odds.absent : 0, present ? odds.present : odds.absent);
    learn(odds, row, present);
    return present;
  }

 private:
  struct Odds {
    std::uint32_t absent = 4;
    std::uint32_t present = 1;
  };
  struct Row {
    std::uint32_t ships = 0;
    std::uint32_t last_two = 0;  // bit 0: at the index before, bit 1: at the one before that
  };

  Odds& odds_of(std::size_t row) {
    std::uint32_t const density = std::min<std::uint32_t>(3, 80 * rows_[row].ships / (3 * indexes_));
    return odds_[rows_[row].last_two * 4 + density];
  }

  void learn(Odds& odds, std::size_t row, bool present) {
    (present ? odds.present : odds.absent) += learning;
    rows_[row].ships += present ? 1 : 0;
    rows_[row].last_two = (rows_[row].last_two << 1 | (present ? 1U : 0U)) & 3U;
  }

  std::array<Odds, 16> odds_{};
  std::vector<Row> rows_;
  std::uint32_t indexes_ = 0;
};

std::vector<std::uint32_t> distinct(std::span<ShipId const> ships, std::uint32_t (*part)(ShipId)) {
  std::vector<std::uint32_t> parts;
  parts.reserve(ships.size());
  for (ShipId const ship : ships) parts.push_back(part(ship));
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

void encode_grid(RangeEncoder& encoder, std::span<ShipId const> ships, std::vector<std::uint32_t> const& indexes,
                 std::vector<std::uint32_t> const& classes) {
  encode_ascending(encoder, classes);
  encode_ascending(encoder, indexes);
  GridModel model(classes.size());
  std::size_t next = 0;
  for (std::uint32_t const index : indexes) {
    model.next_index();
    for (std::size_t row = 0; row < classes.size(); ++row) {
      bool const present = next < ships.size() && ships[next].value == (index << class_bits | classes[row]);
      if (present) ++next;
      model.encode(encoder, row, present);
    }
  }
}

std::optional<std::vector<ShipId>> decode_grid(RangeDecoder& decoder) {
  auto const classes = decode_ascending(decoder, class_mask);
  if (!classes) return std::nullopt;
  auto const indexes = decode_ascending(decoder, UINT32_MAX >> class_bits);
  if (!indexes || indexes->size() * classes->size() > grid_cells) return std::nullopt;
  GridModel model(classes->size());
  std::vector<ShipId> ships;
  for (std::uint32_t const index : *indexes) {
    model.next_index();
    for (std::size_t row = 0; row < classes->size(); ++row) {
      if (!model.decode(decoder, row)) continue;
      if (ships.size() == limits::ships_per_vote) return std::nullopt;
      ships.push_back(ShipId{index << class_bits | (*classes)[row]});
    }
  }
  return ships;
}

}  // namespace

void encode_ships(RangeEncoder& encoder, std::span<ShipId const> ships) {
  auto const indexes = distinct(ships, [](ShipId ship) { return ship.value >> class_bits; });
  auto const classes = distinct(ships, [](ShipId ship) { return ship.value & class_mask; });
  bool const grid = indexes.size() * classes.size() <= grid_cells;
  encoder.flag(grid);
  if (grid) {
    encode_grid(encoder, ships, indexes, classes);
  } else {
    encode_ascending(encoder, distinct(ships, [](ShipId ship) { return ship.value; }));
  }
}

std::optional<std::vector<ShipId>> decode_ships(RangeDecoder& decoder) {
  if (decoder.flag()) return decode_grid(decoder);
  auto const values = decode_ascending(decoder, UINT32_MAX);
  if (!values) return std::nullopt;
  std::vector<ShipId> ships;
  ships.reserve(values->size());
  for (std::uint32_t const value : *values) ships.push_back(ShipId{value});
  return ships;
}

void encode_counts(RangeEncoder& encoder, std::span<std::uint32_t const> counts) {
  std::uint32_t const largest = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
  encoder.number(largest);
  unsigned const longest = length_of(largest);
  LengthModel model(longest);
  for (std::uint32_t const count : counts) {
    unsigned const length = length_of(count);
    model.encode(encoder, length);
    if (length < 2) continue;
    std::uint64_t const least = std::uint64_t{1} << (length - 1);
    // Of the longest numbers only those up to the largest occur.
    encoder.uniform(count - least, length == longest ? largest - least + 1 : least);
  }
}

std::optional<std::vector<std::uint32_t>> decode_counts(RangeDecoder& decoder, std::size_t how_many) {
  std::uint64_t const largest = decoder.number();
  if (largest > UINT32_MAX) return std::nullopt;
  unsigned const longest = length_of(static_cast<std::uint32_t>(largest));
  LengthModel model(longest);
  std::vector<std::uint32_t> counts;
  counts.reserve(how_many);
  for (std::size_t ship = 0; ship < how_many; ++ship) {
    unsigned const length = model.decode(decoder);
    std::uint64_t count = length;
    if (length > 1) {
      std::uint64_t const least = std::uint64_t{1} << (length - 1);
      count = least + decoder.uniform(length == longest ? largest - least + 1 : least);
    }
    counts.push_back(static_cast<std::uint32_t>(count));
  }
  return counts;
}

}  // namespace shipvote::live
