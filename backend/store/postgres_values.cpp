#include "backend/store/postgres_values.h"

namespace smilepost::backend::postgres {
namespace {

template <class Integer>
void append_big_endian(std::string& out, Integer value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
    out += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xffU);
  }
}

Type element_type_of(Column column) {
  switch (column) {
    case Column::integer:
      return int8;
    case Column::text:
      return text;
    case Column::blob:
      return bytea;
  }
  std::abort();
}

}  // namespace

Type type_of(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return int8;
  if (std::holds_alternative<std::string_view>(value)) return text;
  return std::holds_alternative<Blob>(value) ? bytea : unknown;
}

std::string bytes_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    std::string out;
    append_big_endian(out, *integer);
    return out;
  }
  if (const auto* words = std::get_if<std::string_view>(&value)) return std::string(*words);
  const Blob blob = std::get<Blob>(value);
  return {blob.begin(), blob.end()};
}

Type array_type_of(Column column) {
  constexpr Type bytea_array = 1001, text_array = 1009, int8_array = 1016;
  switch (column) {
    case Column::integer:
      return int8_array;
    case Column::text:
      return text_array;
    case Column::blob:
      return bytea_array;
  }
  std::abort();
}

const char* array_name_of(Column column) {
  switch (column) {
    case Column::integer:
      return "bigint[]";
    case Column::text:
      return "text[]";
    case Column::blob:
      return "bytea[]";
  }
  std::abort();
}

// array_recv in PostgreSQL's arrayfuncs.c: dimensions, whether there are nulls, the elements' type;
// of each dimension length and lower bound; each element's length (-1: null) and bytes.
std::string array_of(const Table& table, std::size_t column) {
  std::string out;
  append_big_endian(out, std::int32_t{1});
  append_big_endian(out, std::int32_t{1});
  append_big_endian(out, element_type_of(table.columns()[column]));
  append_big_endian(out, static_cast<std::int32_t>(table.rows()));
  append_big_endian(out, std::int32_t{1});
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Value& value = table.at(row, column);
    if (std::holds_alternative<std::monostate>(value)) {
      append_big_endian(out, std::int32_t{-1});
      continue;
    }
    const std::string bytes = bytes_of(value);
    append_big_endian(out, static_cast<std::int32_t>(bytes.size()));
    out += bytes;
  }
  return out;
}

std::int64_t integer_of(Type type, Blob bytes) {
  if (type != boolean && type != int4 && type != int8) return 0;
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  if (type == int4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
  return static_cast<std::int64_t>(value);
}

}  // namespace smilepost::backend::postgres
