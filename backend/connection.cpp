#include "backend/connection.h"

#include <algorithm>
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

namespace smilepost::backend {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::chrono::seconds linger_for{2};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

Request plain(http::request<http::string_body>&& message, Door door) {
  Request request;
  request.door = door;
  request.method = std::string(message.method_string());
  const std::string_view target = message.target();
  request.path = std::string(target.substr(0, target.find('?')));
  for (const auto& field : message) {
    request.headers[lower_case(field.name_string())] = std::string(field.value());
  }
  request.body = std::move(message.body());
  return request;
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
    : stream_(std::move(socket)), door_(door), household_(household) {}

void Connection::start() {
  read_header();
}

void Connection::refuse(Response response) {
  answering_ = true;
  keep_alive_ = false;
  write(std::move(response));
}

void Connection::stop() {
  if (!answering_) close();
}

void Connection::read_header() {
  answering_ = false;
  head_only_ = false;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(household_.options.largest_header));
  parser_->body_limit(household_.options.largest_body);
  stream_.expires_after(household_.options.idle_for);
  http::async_read_header(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_header(error); });
}

void Connection::on_header(ErrorCode error) {
  if (error) return refuse_bytes(error);
  if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return read_body();
  static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(go_on),
                    [self = shared_from_this()](ErrorCode failed, std::size_t) {
                      failed ? self->close() : self->read_body();
                    });
}

void Connection::read_body() {
  stream_.expires_after(household_.options.body_for);
  http::async_read(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_body(error); });
}

void Connection::on_body(ErrorCode error) {
  if (error) return refuse_bytes(error);
  answering_ = true;
  keep_alive_ = parser_->get().keep_alive();
  head_only_ = parser_->get().method() == http::verb::head;
  Request request = plain(parser_->release(), door_);
  if (request.path.empty() || request.path.front() != '/') {
    return refuse(problem(400, "the request's target must be a path that begins with /"));
  }
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
  if (!household_.dispatch(std::move(request), std::move(reply))) {
    write(problem_retry(503, "too many requests are waiting; try again in a moment", 1));
  }
}

// Bytes that are no request of ours: say why where somebody may read it, and close.
void Connection::refuse_bytes(ErrorCode error) {
  if (error == http::error::header_limit) {
    refuse(problem(431, "the request's header is too long; send fewer or shorter fields"));
  } else if (error == http::error::body_limit) {
    refuse(problem(413, "the body is larger than 1 MiB; send it in smaller batches"));
  } else if (error.category() == make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    refuse(problem(400, "this is not an HTTP/1.1 request"));
  } else {
    close();  // the client went, or was too slow
  }
}

void Connection::write(Response response) {
  const auto size = response.body.size();
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
  http::async_write(stream_, response_, [self = shared_from_this()](ErrorCode error, std::size_t) {
    self->on_written(error);
  });
}

void Connection::on_written(ErrorCode error) {
  if (error) return close();
  if (response_.keep_alive() && !household_.stopping) return read_header();
  stream_.socket().shutdown(Protocol::socket::shutdown_send, error);
  answering_ = false;
  stream_.expires_after(linger_for);
  linger();
}

// Closing while bytes are on their way to us would reset the connection and take the response with
// it, so read and drop them for a moment.
void Connection::linger() {
  if (household_.stopping) return close();
  stream_.async_read_some(asio::buffer(discarded_),
                          [self = shared_from_this()](ErrorCode error, std::size_t) {
                            error ? self->close() : self->linger();
                          });
}

void Connection::close() {
  stream_.close();
  if (household_.connections.erase(shared_from_this()) > 0) household_.on_closed();
}

}  // namespace smilepost::backend
