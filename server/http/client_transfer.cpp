#include "http/client_transfer.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "foundation/text.h"

namespace shipvote::http {
namespace {

char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower_case(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool has_control_character(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(), [](unsigned char byte) { return byte < ' ' || byte == 0x7F; });
}

bool only_letters(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char byte) { return byte >= 'A' && byte <= 'Z'; });
}

bool header_name_ok(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char byte) {
    char const low = lower(byte);
    return (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '-' || low == '_';
  });
}

// The part between "://" and the path.
std::string_view authority_of(std::string_view url) noexcept {
  std::size_t const scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return {};
  std::string_view const rest = url.substr(scheme_end + 3);
  return rest.substr(0, rest.find_first_of("/?#\\"));
}

bool is_this_machine(std::string_view url) {
  std::string const authority = lower_case(authority_of(url));
  std::string_view const host = std::string_view{authority}.substr(0, authority.find(':'));
  return host == "localhost" || host == "127.0.0.1" || authority.rfind("[::1]", 0) == 0;
}

}  // namespace

std::string fault_of(OutgoingRequest const& request) {
  std::string const scheme = lower_case(std::string_view{request.url}.substr(0, request.url.find("://")));
  if (scheme != "http" && scheme != "https") return "only http and https URLs can be called";
  std::string_view const authority = authority_of(request.url);
  if (authority.empty() || authority.find('@') != std::string_view::npos) return "the URL has no plain host";
  if (has_control_character(request.url)) return "control character in the URL";
  if (!only_letters(request.method)) return "no such method";
  for (auto const& [name, value] : request.headers) {
    if (!header_name_ok(name) || has_control_character(value)) return "malformed header";
  }
  return {};
}

std::string origin_of(std::string_view url) {
  std::string_view const authority = authority_of(url);
  auto const end = static_cast<std::size_t>(authority.data() + authority.size() - url.data());
  return lower_case(url.substr(0, end));
}

Transfer::Transfer(ClientSettings const& settings) : settings_(settings) { make_handle(); }

void Transfer::make_handle() {
  handle_.reset(curl_easy_init());
  if (!handle_) throw std::runtime_error("libcurl gives no handle");
}

bool Transfer::prepare(OutgoingRequest request, std::chrono::milliseconds remaining, void* owner) {
  request_ = std::move(request);
  response_ = {};
  begun_ = false;
  body_given_ = 0;
  header_bytes_ = 0;
  too_large_ = false;
  error_[0] = '\0';
  header_lines_.reset();
  CURL* const easy = handle_.get();
  curl_easy_reset(easy);  // keeps connections and sessions
  return set_safety(remaining) && set_method() && set_headers() &&
         curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str()) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_USERAGENT, settings_.user_agent.c_str()) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_PRIVATE, owner) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::note_begin) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_PREREQDATA, this) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::take_body) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_WRITEDATA, this) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::take_header) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_HEADERDATA, this) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data()) == CURLE_OK;
}

bool Transfer::set_safety(std::chrono::milliseconds remaining) {
  CURL* const easy = handle_.get();
  auto const whole = static_cast<long>(remaining.count());
  auto const connect = static_cast<long>(std::min(remaining, limits::outgoing_connect_timeout).count());
  bool ok = curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, whole) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2}) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS}) == CURLE_OK &&
            // A second call to a host waits for its first connection to tell whether it takes many calls at once.
            curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, long{limits::outgoing_idle.count()}) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) == CURLE_OK;
  if (ok && is_this_machine(request_.url)) ok = curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK;
  if (ok && !settings_.certificate_authorities.empty()) {
    ok = curl_easy_setopt(easy, CURLOPT_CAINFO, settings_.certificate_authorities.c_str()) == CURLE_OK;
  }
  return ok;
}

bool Transfer::set_method() {
  CURL* const easy = handle_.get();
  if (request_.method == "HEAD") return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L) == CURLE_OK;
  bool ok = true;
  if (request_.method == "POST" || !request_.body.empty()) {
    // Given piece by piece and never from the start again, so that libcurl cannot repeat a request on its own.
    ok = curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Transfer::give_body) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_READDATA, this) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size())) == CURLE_OK;
  }
  bool const as_is = request_.method == "POST" || (request_.method == "GET" && request_.body.empty());
  return ok && (as_is || curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str()) == CURLE_OK);
}

bool Transfer::add_header(std::string const& line) {
  curl_slist* const longer = curl_slist_append(header_lines_.get(), line.c_str());
  if (longer == nullptr) return false;
  static_cast<void>(header_lines_.release());  // the same list, or its new head
  header_lines_.reset(longer);
  return true;
}

bool Transfer::set_headers() {
  bool ok = add_header("Expect:");  // no round trip of "100 Continue" before a body
  bool has_content_type = false;
  for (auto const& [name, value] : request_.headers) {
    has_content_type = has_content_type || lower_case(name) == "content-type";
    std::string line = name;
    line.append(value.empty() ? ";" : ": ").append(value);  // "Name;" is how libcurl is told of an empty value
    ok = ok && add_header(line);
  }
  if (!has_content_type) ok = ok && add_header("Content-Type:");  // else libcurl makes one up for a body
  return ok && curl_easy_setopt(handle_.get(), CURLOPT_HTTPHEADER, header_lines_.get()) == CURLE_OK;
}

// There is a connection, and the request is about to leave on it.
int Transfer::note_begin(void* self, char*, char*, int, int) noexcept {
  static_cast<Transfer*>(self)->begun_ = true;
  return CURL_PREREQFUNC_OK;
}

std::size_t Transfer::give_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  std::size_t const length = transfer.request_.body.copy(bytes, size * count, transfer.body_given_);
  transfer.body_given_ += length;
  return length;
}

std::size_t Transfer::take_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  std::size_t const length = size * count;
  std::string& body = transfer.response_.body;
  if (length > limits::outgoing_answer_bytes - body.size()) {
    transfer.too_large_ = true;
    return CURL_WRITEFUNC_ERROR;
  }
  body.append(bytes, length);
  return length;
}

std::size_t Transfer::take_header(char* bytes, std::size_t size, std::size_t count, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  std::size_t const length = size * count;
  transfer.header_bytes_ += length;
  if (transfer.header_bytes_ > limits::outgoing_answer_header_bytes) {
    transfer.too_large_ = true;
    return CURL_WRITEFUNC_ERROR;
  }
  std::string_view const line = trimmed({bytes, length});
  if (line.rfind("HTTP/", 0) == 0) {
    transfer.response_.headers.clear();  // what came before was an interim answer
    return length;
  }
  std::size_t const colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return length;
  transfer.response_.headers.emplace_back(lower_case(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  return length;
}

OutgoingResult Transfer::finish(CURLcode code) {
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    return OutgoingResult{std::move(response_)};
  }
  std::string detail = origin_of(request_.url) + ": ";
  if (too_large_) {
    detail += "the answer is above the limit";
  } else {
    detail += error_[0] != '\0' ? error_.data() : curl_easy_strerror(code);
  }
  // A handle that was to send a body again remembers that beyond curl_easy_reset, and would fail once more.
  make_handle();
  return OutgoingFailure{code == CURLE_OPERATION_TIMEDOUT, std::move(detail), begun_};
}

long Transfer::connections_made() const noexcept {
  long made = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_NUM_CONNECTS, &made);
  return made;
}

bool Transfer::was_multiplexed() const noexcept {
  long version = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_HTTP_VERSION, &version);
  return version == CURL_HTTP_VERSION_2_0;
}

void* Transfer::owner_of(CURL* handle) noexcept {
  char* owner = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &owner);
  return owner;
}

}  // namespace shipvote::http
