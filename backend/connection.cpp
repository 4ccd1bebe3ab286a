#include "backend/connection.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <cctype>
#include <ctime>
#include <string>

#include "backend/problem.h"
#include "platform/descriptor.h"

namespace smilepost::backend {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::chrono::seconds linger_for{2};
constexpr std::size_t first_bytes = 1024;  // of a request, read at once: most headers fit
constexpr std::size_t kept_buffer = 4096;  // while no request is there
constexpr std::size_t dropped_at_once = 4096;
constexpr std::uint64_t file_piece = 64 << 10;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

// "1 MiB", "16 KiB", "1000 bytes".
std::string size_text(std::size_t bytes) {
  if (bytes % (1 << 20) == 0) return std::to_string(bytes >> 20) + " MiB";
  if (bytes % (1 << 10) == 0) return std::to_string(bytes >> 10) + " KiB";
  return std::to_string(bytes) + " bytes";
}

Request plain(http::request<http::string_body>&& message, Door door) {
  Request request;
  request.door = door;
  request.method = std::string(message.method_string());
  const std::string_view target = message.target();
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = std::string(target.substr(0, mark));
  request.query = std::string(target.substr(std::min(mark + 1, target.size())));
  for (const auto& field : message) {
    request.headers[lower_case(field.name_string())] = std::string(field.value());
  }
  request.body = std::move(message.body());
  return request;
}

// "10.0.0.7", "::1"; an IPv4 address looks the same through a socket that takes both. Empty: a Unix
// socket, or already gone.
std::string peer_of(const Connection::Protocol::socket& socket) {
  beast::error_code gone;
  const auto endpoint = socket.remote_endpoint(gone);
  if (gone) return {};
  std::array<char, NI_MAXHOST> host{};
  if (endpoint.protocol().family() != AF_INET && endpoint.protocol().family() != AF_INET6)
    return {};
  if (::getnameinfo(endpoint.data(), static_cast<socklen_t>(endpoint.size()), host.data(),
                    host.size(), nullptr, 0, NI_NUMERICHOST) != 0) {
    return {};
  }
  const std::string text = host.data();
  return text.starts_with("::ffff:") ? text.substr(7) : text;
}

// IMF-fixdate, RFC 9110 §5.6.7.
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  return {text.data(),
          std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

Connection::Connection(Protocol::socket socket, Door door, Household& household)
    : stream_(std::move(socket)),
      door_(door),
      household_(household),
      peer_(door == Door::network ? peer_of(stream_.socket()) : std::string()) {}

void Connection::start() {
  await_request();
}

void Connection::refuse(Response response) {
  answering_ = true;
  keep_alive_ = false;
  write(std::move(response));
}

void Connection::stop() {
  if (!answering_) close();
}

bool Connection::give_way() {
  ErrorCode unknown;
  if (stream_.socket().available(unknown) > 0) return false;
  close();
  return true;
}

// Thousands wait here for hours: whatever the last request needed goes.
void Connection::await_request() {
  answering_ = false;
  head_only_ = false;
  parser_.reset();
  response_ = {};
  file_ = {};
  if (buffer_.size() > 0) return read_header();  // pipelined
  if (buffer_.capacity() > kept_buffer) buffer_.shrink_to_fit();
  be_idle();
  stream_.expires_after(household_.options.idle_for);
  stream_.async_read_some(buffer_.prepare(first_bytes),
                          [self = shared_from_this()](ErrorCode error, std::size_t size) {
                            self->on_first_bytes(error, size);
                          });
}

void Connection::on_first_bytes(ErrorCode error, std::size_t size) {
  be_busy();
  if (error) return close();
  buffer_.commit(size);
  read_header();
}

// One limit for all of it: who sends it byte by byte gains nothing.
void Connection::read_header() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(household_.options.largest_header));
  parser_->body_limit(household_.options.largest_body);
  stream_.expires_after(household_.options.header_for);
  http::async_read_header(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_header(error); });
}

void Connection::on_header(ErrorCode error) {
  if (error) return refuse_bytes(error);
  if (!take_share()) {
    ++household_.traffic.bodies_refused;
    return refuse(problem_retry(503, "too many bodies are on their way; try again in a moment", 1));
  }
  if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return take_body();
  static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(go_on),
                    [self = shared_from_this()](ErrorCode failed, std::size_t) {
                      failed ? self->close() : self->take_body();
                    });
}

void Connection::take_body() {
  header_ended_ = std::chrono::steady_clock::now();
  body_size_ = 0;
  parser_->eager(true);
  read_body();
}

// Each byte buys time, but none beyond the limit for the whole.
void Connection::read_body() {
  if (parser_->is_done()) return on_body();
  const ServerOptions& options = household_.options;
  const std::chrono::milliseconds bought(1000 * body_size_ / options.least_body_speed);
  stream_.expires_at(header_ended_ + std::min(options.body_for, options.body_grace + bought));
  http::async_read_some(stream_, buffer_, *parser_,
                        [self = shared_from_this()](ErrorCode error, std::size_t size) {
                          self->on_body_bytes(error, size);
                        });
}

void Connection::on_body_bytes(ErrorCode error, std::size_t size) {
  if (error) return refuse_bytes(error);
  body_size_ += size;
  read_body();
}

void Connection::on_body() {
  answering_ = true;
  keep_alive_ = parser_->get().keep_alive();
  head_only_ = parser_->get().method() == http::verb::head;
  Request request = plain(parser_->release(), door_);
  if (request.path.empty() || request.path.front() != '/') {
    return refuse(problem(400, "the request's target must be a path that begins with /"));
  }
  request.peer = peer_;
  pass_on(std::move(request));
}

void Connection::pass_on(Request request) {
  stream_.expires_never();  // the archive is working; the write has a limit of its own
  const std::weak_ptr<Connection> weak = weak_from_this();
  auto reply = [weak, gate = household_.gate](Response response) {
    const std::lock_guard lock(gate->mutex);
    if (gate->io == nullptr) return;
    asio::post(*gate->io, [weak, response = std::move(response)]() mutable {
      if (const auto self = weak.lock()) self->write(std::move(response));
    });
  };
  household_.dispatch(std::move(request), std::move(reply));
}

// Bytes that are no request of ours: say why where somebody may read it, and close.
void Connection::refuse_bytes(ErrorCode error) {
  if (error == http::error::header_limit) {
    refuse(problem(431, "the request's header is longer than " +
                            size_text(household_.options.largest_header) +
                            "; send fewer or shorter fields"));
  } else if (error == http::error::body_limit) {
    refuse(problem(413, "the body is larger than " + size_text(household_.options.largest_body) +
                            "; send it in smaller batches"));
  } else if (error.category() == make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    refuse(problem(400, "this is not an HTTP/1.1 request"));
  } else {
    close();  // the client went, or was too slow
  }
}

void Connection::write(Response response) {
  give_share_back();
  const auto size = response.file.file ? response.file.length : response.body.size();
  const bool bodiless = response.status == 204 || response.status == 304;
  response_ = {};
  response_.version(11);
  response_.result(static_cast<unsigned>(response.status));
  response_.set(http::field::date, http_date());
  if (!response.content_type.empty()) {
    response_.set(http::field::content_type, response.content_type);
  }
  for (const auto& [name, value] : response.headers) response_.set(name, value);
  response_.keep_alive(keep_alive_ && !household_.stopping);
  if (!bodiless) response_.content_length(size);
  if (!bodiless && !head_only_) response_.body() = std::move(response.body);
  stream_.expires_after(household_.options.write_for);
  file_ = head_only_ ? FilePart{} : std::move(response.file);
  if (file_.file) return write_file();
  http::async_write(stream_, response_, [self = shared_from_this()](ErrorCode error, std::size_t) {
    self->on_written(error);
  });
}

void Connection::write_file() {
  header_.emplace(response_);
  http::async_write_header(stream_, *header_,
                           [self = shared_from_this()](ErrorCode error, std::size_t) {
                             self->header_.reset();
                             error ? self->close() : self->read_piece();
                           });
}

// On another thread: this one has others to serve. A file that is shorter than it was ends the
// connection, so that the client sees that something is missing.
void Connection::read_piece() {
  if (file_.length == 0) return on_written({});
  stream_.expires_never();
  asio::post(household_.file_reader,
             [weak = weak_from_this(), gate = household_.gate, part = file_] {
               auto piece = std::make_shared<std::vector<char>>(std::min(part.length, file_piece));
               const ssize_t got = ::pread(part.file->get(), piece->data(), piece->size(),
                                           static_cast<off_t>(part.offset));
               piece->resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
               const std::lock_guard lock(gate->mutex);
               if (gate->io == nullptr) return;
               asio::post(*gate->io, [weak, piece = std::move(piece)]() mutable {
                 if (const auto self = weak.lock()) self->write_piece(std::move(piece));
               });
             });
}

void Connection::write_piece(std::shared_ptr<std::vector<char>> piece) {
  if (piece->empty()) return close();
  file_.offset += piece->size();
  file_.length -= piece->size();
  stream_.expires_after(household_.options.write_for);
  const auto bytes = asio::buffer(*piece);
  asio::async_write(
      stream_, bytes,
      [self = shared_from_this(), piece = std::move(piece)](ErrorCode error, std::size_t) {
        error ? self->close() : self->read_piece();
      });
}

void Connection::on_written(ErrorCode error) {
  if (error) return close();
  if (response_.keep_alive() && !household_.stopping) return await_request();
  stream_.socket().shutdown(Protocol::socket::shutdown_send, error);
  answering_ = false;
  stream_.expires_after(linger_for);
  linger();
}

// Closing while bytes are on their way to us would reset the connection and take the response with
// it, so read and drop them for a moment.
void Connection::linger() {
  if (household_.stopping) return close();
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(dropped_at_once),
                          [self = shared_from_this()](ErrorCode error, std::size_t) {
                            error ? self->close() : self->linger();
                          });
}

void Connection::close() {
  be_busy();
  give_share_back();
  stream_.close();
  if (household_.connections.erase(shared_from_this()) == 0) return;
  household_.traffic.connections = household_.connections.size();
  household_.on_closed();
}

void Connection::be_idle() {
  if (door_ == Door::admin_socket) return;
  idle_at_ = household_.idle.insert(household_.idle.end(), this);
  household_.traffic.idle = household_.idle.size();
}

void Connection::be_busy() {
  if (!idle_at_) return;
  household_.idle.erase(*idle_at_);
  idle_at_.reset();
  household_.traffic.idle = household_.idle.size();
}

bool Connection::take_share() {
  const ServerOptions& options = household_.options;
  const std::uint64_t bytes =
      parser_->chunked() ? options.largest_body : parser_->content_length().value_or(0);
  if (bytes > options.most_body_bytes - household_.traffic.body_bytes) return false;
  share_ = bytes;
  household_.traffic.body_bytes += share_;
  return true;
}

void Connection::give_share_back() {
  household_.traffic.body_bytes -= share_;
  share_ = 0;
}

}  // namespace smilepost::backend
