#include "e2e/api_client.h"

#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace shipvote::e2e {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds longest_wait{30};

std::ofstream exchanges_file(std::string const& name) {
  char const* const folder = std::getenv("SHIPVOTE_EXCHANGES");  // NOLINT(concurrency-mt-unsafe): nobody writes it
  if (folder == nullptr || *folder == '\0') return {};
  std::filesystem::create_directories(folder);
  return std::ofstream{std::filesystem::path{folder} / (name + "-" + std::to_string(::getpid()) + ".jsonl"),
                       std::ios::app};
}

OutgoingRequest request_of(std::string const& base, Call const& call) {
  OutgoingRequest request;
  request.method = call.method;
  request.url = base + call.path;
  request.headers = call.headers;
  request.timeout = longest_wait;
  if (!call.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + call.token);
  if (!call.body.empty()) {
    request.body = call.body;
    bool told = false;
    for (auto const& [name, value] : call.headers) told = told || name == "Content-Type";
    if (!told) request.headers.emplace_back("Content-Type", "application/json");
  }
  return request;
}

}  // namespace

std::string_view Answer::header(std::string_view lower_case_name) const noexcept {
  for (auto const& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

std::string Answer::text() const {
  std::string text = std::to_string(status);
  auto const* const object = json.if_object();
  auto const* const code = object == nullptr ? nullptr : object->if_contains("code");
  if (code != nullptr && code->is_string()) text.append(" ").append(code->get_string().c_str());
  return text;
}

json::value const& Answer::at(std::string_view json_pointer) const {
  boost::system::error_code error;
  auto const* const found = json.find_pointer(json_pointer, error);
  if (found != nullptr) return *found;
  throw std::runtime_error("no " + std::string{json_pointer} + " in " + std::to_string(status) + " " + body);
}

std::string Answer::string_at(std::string_view json_pointer) const {
  return std::string{at(json_pointer).as_string().c_str()};
}

std::uint64_t Answer::number_at(std::string_view json_pointer) const {
  return at(json_pointer).to_number<std::uint64_t>();
}

double Answer::figure(std::string const& series) const {
  auto const line = body.find("\n" + series + " ");
  if (line == std::string::npos) throw std::runtime_error("no " + series + " in " + body);
  return std::stod(body.substr(line + series.size() + 2));
}

Answer answer_to(OutgoingCaller& caller, std::string const& base, Call const& call) {
  auto result = call_and_wait(caller, request_of(base, call));
  if (auto const* const failure = std::get_if<OutgoingFailure>(&result)) {
    throw std::runtime_error(call.method + " " + call.path + " got no answer: " + failure->detail);
  }
  auto& response = std::get<OutgoingResponse>(result);
  Answer answer;
  answer.status = response.status;
  answer.headers = std::move(response.headers);
  answer.body = std::move(response.body);
  boost::system::error_code no_json;
  answer.json = json::parse(answer.body, no_json);
  if (no_json) answer.json = nullptr;
  return answer;
}

ApiClient::ApiClient(RunningWeb const& web, std::string const& name)
    : web_(web), client_(http::Client::start({})), exchanges_(exchanges_file(name)) {}

Answer ApiClient::send(Call const& call) {
  auto answer = answer_to(*client_, web_.url(), call);
  write_down(call, answer);
  return answer;
}

void ApiClient::write_down(Call const& call, Answer const& answer) {
  if (!exchanges_.is_open()) return;
  auto const question = std::min(call.path.find('?'), call.path.size());
  json::object exchange{{"method", call.method},
                        {"path", call.path.substr(0, question)},
                        {"query", question < call.path.size() ? call.path.substr(question + 1) : ""},
                        {"status", answer.status},
                        {"content_type", answer.header("content-type")},
                        {"body", answer.body}};
  if (!call.body.empty()) exchange["request_body"] = call.body;
  std::lock_guard const lock{mutex_};
  exchanges_ << json::serialize(exchange) << std::endl;
}

Answer ApiClient::get(std::string const& path, std::string const& token) {
  Call call{"GET", path};
  call.token = token;
  return send(call);
}

Answer ApiClient::post(std::string const& path, std::string const& token, json::value const& body) {
  Call call{"POST", path};
  call.token = token;
  call.body = json::serialize(body);
  return send(call);
}

Answer ApiClient::put(std::string const& path, std::string const& token, json::value const& body) {
  Call call{"PUT", path};
  call.token = token;
  call.body = json::serialize(body);
  return send(call);
}

Answer ApiClient::patch(std::string const& path, std::string const& token, json::value const& body) {
  Call call{"PATCH", path};
  call.token = token;
  call.body = json::serialize(body);
  return send(call);
}

Answer ApiClient::remove(std::string const& path, std::string const& token) {
  Call call{"DELETE", path};
  call.token = token;
  return send(call);
}

Answer ApiClient::operator_page(std::string const& path) {
  return answer_to(*client_, web_.operator_url(), Call{"GET", path});
}

}  // namespace shipvote::e2e
