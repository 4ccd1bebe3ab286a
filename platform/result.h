// Result<T>: an expected failure is a value. Broken invariants abort instead.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace smilepost {

// One line for the person who can mend it: what went wrong, where, what to do.
struct Error {
  std::string message;
};

// Either a T or an Error. Reading the one that is not there aborts.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& operator*() & { return std::get<T>(state_); }
  const T& operator*() const& { return std::get<T>(state_); }
  T&& operator*() && { return std::get<T>(std::move(state_)); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

// A step that yields nothing but may fail.
struct Done {};
using Status = Result<Done>;

// The error with the place it passed through in front: "reading kiosk.toml: …".
inline Error in_context(const std::string& where, const Error& error) {
  return Error{where + ": " + error.message};
}

}  // namespace smilepost
