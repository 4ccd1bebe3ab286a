// The backend's file of settings: what is refused is said in a line, and what is accepted is what
// the command line could have said.
#include "backend/settings_file.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const std::string text(fuzz::text_of({data, size}));
  backend::Options options;
  const Status read = backend::parse_settings(text, "backend.toml", true, options);
  if (!read) return fuzz::must_be_about(read.error(), "backend.toml"), 0;
  fuzz::must(options.task == backend::Task::serve, "a file asks for no other task");
  fuzz::must(!options.state.empty(), "there is a state folder");
  fuzz::must(options.drain.count() >= 0, "a time in range");
  fuzz::must(options.most_connections > 0, "somebody may connect");
  return 0;
}
