// One client's connection: reads requests, has them answered, writes the answers, in order.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "http/request_reader.h"
#include "http/serving_loop.h"
#include "http/sweeper.h"

namespace shipvote::http {

// Lives as long as its coroutine does. Everything on its loop.
class Connection final : public Swept {
 public:
  static void start(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot);
  // Tells a client that the server is full; it holds no slot.
  static void refuse(std::shared_ptr<ServingLoop> loop, Socket socket);

  Connection(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot);
  ~Connection() override;
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;

  void expired(Wait wait) override;
  void drain(Wait wait) override;
  void cut_off() override;

 private:
  enum class Interruption { none, idle, slow, drained };
  using Done = boost::asio::awaitable<void>;

  static Done serve(std::shared_ptr<Connection> self);
  static Done serve_refusal(std::shared_ptr<Connection> self);
  // Writes what is unsent, as fast as the client reads; false when it is gone.
  [[nodiscard]] boost::asio::awaitable<bool> finish_writing();
  // Waits until the client has read the last answer and closed, for a while.
  [[nodiscard]] Done say_goodbye();

  void wait_for_input();
  // What came of reading; false when there is nothing more to answer.
  [[nodiscard]] bool take_input(boost::system::error_code const& error, std::size_t bytes);
  [[nodiscard]] Handler const* find_handler(Response& response);
  void answer_exception(Response& response, std::exception_ptr const& failure);
  void answer_failure(Response& response, std::string_view reason);
  void answer_refusal(Response& response, RefusalAnswer const& refusal);
  // Composes the answer and writes what can be written at once; false when the client is gone.
  [[nodiscard]] bool respond(Response& response);
  [[nodiscard]] BodyFraming choose_framing(Response const& response);
  [[nodiscard]] bool write(std::string_view head, std::string_view body);
  [[nodiscard]] bool has_unsent() const noexcept { return !unsent_head_.empty() || !unsent_body_.empty(); }
  void give_up_handler();
  void become_stream(Response const& response);

  std::shared_ptr<ServingLoop> loop_;
  Socket socket_;
  ConnectionSlot slot_;
  RequestReader reader_;
  std::string unsent_head_;
  std::string_view unsent_body_;
  std::string_view preflight_methods_;  // when the request is being answered as a preflight
  RefusalAnswer const* refusal_ = nullptr;
  std::array<char, 16> id_{};
  Interruption interruption_ = Interruption::none;
  bool reading_ = false;  // the time for the rest of a request runs
  bool closing_ = false;  // after the answer that is being made
  bool streaming_ = false;
};

}  // namespace shipvote::http
