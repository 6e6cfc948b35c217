#include "bench/nginx.h"

#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "bench/endpoint.h"

namespace shipvote::bench {
namespace {

// nginx reads its configuration through a buffer of 4096 bytes that one parameter must fit into.
constexpr std::size_t parameter_bytes = 3500;

std::string quoted(std::string const& text) {
  std::string result = "'";
  for (char const letter : text) {
    if (letter == '\'' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + "'";
}

void write_file(std::filesystem::path const& path, std::string const& text) {
  std::ofstream file{path, std::ios::binary};
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::string location(FixedAnswer const& answer, std::filesystem::path const& body_file) {
  std::string text = "    location = " + answer.path + " { default_type application/json; ";
  if (Nginx::fits_configuration(answer.body)) return text + "return 200 " + quoted(answer.body) + "; }\n";
  write_file(body_file, answer.body);
  return text + "alias " + body_file.string() + "; }\n";
}

std::string configuration(std::filesystem::path const& folder, std::vector<FixedAnswer> const& answers,
                          std::uint16_t port) {
  std::string text;
  if (::geteuid() == 0) text += "user root;\n";  // or the worker could not read a private folder
  text += "daemon off;\nworker_processes 1;\nworker_rlimit_nofile 16384;\nerror_log error.log warn;\npid nginx.pid;\n";
  text += "events { worker_connections 8192; }\nhttp {\n  access_log off;\n";
  text += "  keepalive_requests 1000000000;\n  keepalive_timeout 1h;\n";
  text += "  sendfile on;\n  tcp_nopush on;\n";
  text += "  open_file_cache max=64 inactive=1h;\n  open_file_cache_valid 1h;\n";
  for (char const* const kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text += "  " + std::string{kind} + "_temp_path temporary;\n";
  }
  text += "  server {\n    listen 127.0.0.1:" + std::to_string(port) + " backlog=4096;\n";
  for (std::size_t at = 0; at < answers.size(); ++at) {
    text += location(answers[at], folder / ("body-" + std::to_string(at) + ".json"));
  }
  return text + "  }\n}\n";
}

e2e::Program start(std::filesystem::path const& folder, std::vector<FixedAnswer> const& answers, std::uint16_t port,
                   std::optional<int> core) {
  auto const program = nginx_program();
  if (!program) throw std::runtime_error("nginx is not installed; it is what the figures are compared with");
  std::filesystem::create_directories(folder);
  write_file(folder / "nginx.conf", configuration(folder, answers, port));
  e2e::Launch launch;
  launch.program = *program;
  launch.arguments = {"-p", folder.string(), "-c", (folder / "nginx.conf").string(), "-e", "error.log"};
  launch.log = folder / "output.log";
  launch.core = core;
  return e2e::Program{std::move(launch)};
}

bool answers_now(std::uint16_t port) {
  try {
    return ask(port, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", std::chrono::seconds{1}).status > 0;
  } catch (std::system_error const&) {
    return false;  // not listening yet
  }
}

}  // namespace

Nginx::Nginx(std::filesystem::path const& folder, std::vector<FixedAnswer> const& answers, std::optional<int> core)
    : port_(free_port()), process_(start(folder, answers, port_, core)) {
  auto const give_up = std::chrono::steady_clock::now() + std::chrono::seconds{5};
  while (!answers_now(port_)) {
    if (!process_.running() || std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("nginx did not start; see " + folder.string());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  auto const children = e2e::children_of(process_.pid());
  if (children.size() != 1) throw std::runtime_error("nginx should have one worker");
  worker_ = children.front();
}

void Nginx::expect_running() {
  if (!process_.running()) throw std::runtime_error("nginx ended by itself: " + process_.ending());
}

bool Nginx::fits_configuration(std::string const& body) {
  // A `$` would be the start of a variable.
  return body.size() <= parameter_bytes && body.find('$') == std::string::npos;
}

std::optional<std::filesystem::path> nginx_program() {
  for (char const* const path : {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"}) {
    if (::access(path, X_OK) == 0) return path;
  }
  return std::nullopt;
}

}  // namespace shipvote::bench
