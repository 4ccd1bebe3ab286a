// PostgreSQL's binary formats: parameters, arrays, and columns of an answer.
#pragma once

#include <string>
#include <vector>

#include "backend/store/store.h"

namespace smilepost::backend::postgres {

// Types, by their number in pg_type.
using Type = unsigned;
inline constexpr Type unknown = 0, boolean = 16, bytea = 17, int8 = 20, int4 = 23, text = 25;

Type type_of(const Value& value);
std::string bytes_of(const Value& value);  // not for null

Type array_type_of(Column column);
const char* array_name_of(Column column);  // "bigint[]"
// A one-dimensional array of one column of a table.
std::string array_of(const Table& table, std::size_t column);

// A truth value or a whole number of 4 or 8 bytes; 0 for anything else.
std::int64_t integer_of(Type type, Blob bytes);

}  // namespace smilepost::backend::postgres
