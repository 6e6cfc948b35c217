// One request and its answer on a reusable libcurl handle. Internal to the client; used on its thread only.
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include "foundation/outgoing_call.h"
#include "http/client.h"

namespace shipvote::http {

// Why a request cannot be sent at all (scheme, method, control characters), or an empty text. Any thread.
[[nodiscard]] std::string fault_of(OutgoingRequest const& request);

// "https://api.example.net:443" in lower case: what shares connections. The request must be without fault.
[[nodiscard]] std::string origin_of(std::string_view url);

class Transfer {
 public:
  explicit Transfer(ClientSettings const& settings);
  Transfer(Transfer const&) = delete;
  Transfer& operator=(Transfer const&) = delete;

  // Takes over the request and sets the handle up for it. `remaining` is at least 1 ms. `owner` comes back from
  // owner_of(). False when libcurl refuses.
  [[nodiscard]] bool prepare(OutgoingRequest request, std::chrono::milliseconds remaining, void* owner);
  // After the handle has left the multi handle: what became of it. Ready for the next prepare() afterwards.
  [[nodiscard]] OutgoingResult finish(CURLcode code);

  [[nodiscard]] CURL* handle() const noexcept { return handle_.get(); }
  [[nodiscard]] long connections_made() const noexcept;
  [[nodiscard]] bool was_multiplexed() const noexcept;
  [[nodiscard]] static void* owner_of(CURL* handle) noexcept;

 private:
  struct CloseHandle {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
  };

  static int note_begin(void* self, char*, char*, int, int) noexcept;
  static std::size_t give_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  void make_handle();
  [[nodiscard]] bool add_header(std::string const& line);
  [[nodiscard]] bool set_headers();
  [[nodiscard]] bool set_method();
  [[nodiscard]] bool set_safety(std::chrono::milliseconds remaining);

  ClientSettings const& settings_;
  std::unique_ptr<CURL, CloseHandle> handle_;
  std::unique_ptr<curl_slist, FreeList> header_lines_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  OutgoingRequest request_;
  bool begun_ = false;  // some of the request may have left, on this connection or on one before
  std::size_t body_given_ = 0;
  OutgoingResponse response_;
  std::size_t header_bytes_ = 0;
  bool too_large_ = false;
};

}  // namespace shipvote::http
