// One HTTP/1.1 connection: read a request, pass it on, write the response, again. Only server.cpp
// and connection.cpp see Boost.Beast. Everything here runs on the io thread unless it says
// otherwise.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "backend/server.h"

namespace smilepost::backend {

class Connection;

// Replies come from another thread, perhaps when the server is gone already: then they are dropped.
struct Gate {
  std::mutex mutex;
  boost::asio::io_context* io = nullptr;
};

// What the connections of a server have in common.
struct Household {
  explicit Household(Traffic& its_traffic) : traffic(its_traffic) {}

  ServerOptions options;
  Server::Dispatch dispatch;
  std::set<std::shared_ptr<Connection>> connections;  // keeps them alive
  // Of the network, without a byte of a request: the longest first.
  std::list<Connection*> idle;
  Traffic& traffic;
  std::shared_ptr<Gate> gate;
  std::function<void()> on_closed;
  bool stopping = false;
  // Reads files, which may take a disk a while, and touches nothing else.
  boost::asio::thread_pool file_reader{1};
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Protocol = boost::asio::generic::stream_protocol;

  Connection(Protocol::socket socket, Door door, Household& household);

  void start();
  void refuse(Response response);  // instead of start(): one response, then close
  void stop();                     // at once while idle, else after the response
  // False where a request is on its way in after all.
  bool give_way();

 private:
  using ErrorCode = boost::beast::error_code;

  void await_request();
  void on_first_bytes(ErrorCode error, std::size_t size);
  void read_header();
  void on_header(ErrorCode error);
  void take_body();
  void read_body();
  void on_body_bytes(ErrorCode error, std::size_t size);
  void on_body();
  void pass_on(Request request);
  void refuse_bytes(ErrorCode error);
  void write(Response response);
  void write_file();
  void read_piece();
  void write_piece(std::shared_ptr<std::vector<char>> piece);
  void on_written(ErrorCode error);
  void linger();
  void close();
  void be_idle();
  void be_busy();
  bool take_share();  // of the bodies that may be under way; false: none is left
  void give_share_back();

  boost::beast::basic_stream<Protocol> stream_;
  const Door door_;
  Household& household_;
  const std::string peer_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  boost::beast::http::response<boost::beast::http::string_body> response_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::string_body>>
      header_;             // of a file, while it is written
  FilePart file_;          // what of it is still to be written
  std::size_t share_ = 0;  // of the bodies that are under way
  std::chrono::steady_clock::time_point header_ended_;
  std::size_t body_size_ = 0;                                // come so far
  std::optional<std::list<Connection*>::iterator> idle_at_;  // in household_.idle
  bool answering_ = false;   // a request is complete and its response not yet written
  bool keep_alive_ = false;  // as the client asked
  bool head_only_ = false;   // HEAD: the header of the response without its body
};

}  // namespace smilepost::backend
