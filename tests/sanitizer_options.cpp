// How the tests want AddressSanitizer, whoever starts them.
//
// LeakSanitizer guesses where the thread-local storage of a library that was loaded late lies, by
// what stands before it in memory; with glibc from 2.25 on it guesses wrongly, and may crash in a
// graphics driver's. Without that guess it finds the leaks all the same.
extern "C" const char* __asan_default_options();  // NOLINT: AddressSanitizer's name

extern "C" const char* __asan_default_options() {  // NOLINT
  return "intercept_tls_get_addr=0";
}
