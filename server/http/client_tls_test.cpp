// What the client does over TLS: whom it trusts, and many calls at once on one HTTP/2 connection.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <future>

#include "http/client.h"
#include "http/client_test_server.h"

namespace shipvote::http {
namespace {

using test::reply;
using test::ServedConnection;
using test::TestServer;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;
using Context = std::unique_ptr<SSL_CTX, FreeContext>;

void add_extension(X509* certificate, int kind, std::string const& value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// A certificate for `name`, valid from `from` to `until` seconds from now, signed by `signer` (itself when null).
Certificate make_certificate(EVP_PKEY* key, std::string const& name, X509* issuer, EVP_PKEY* signer, long from = -60,
                             long until = 3600) {
  Certificate certificate{X509_new()};
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), issuer == nullptr ? 1 : 2);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
  X509_set_pubkey(certificate.get(), key);
  auto const* const text = reinterpret_cast<unsigned char const*>(name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, text, -1, -1, 0);
  X509* const signed_by = issuer == nullptr ? certificate.get() : issuer;
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(signed_by));
  if (issuer == nullptr) add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + name);
  X509_sign(certificate.get(), signer, EVP_sha256());
  return certificate;
}

// An authority of the test's own, its certificate in a file.
class Authority {
 public:
  Authority()
      : key(EVP_EC_gen("P-256")), certificate(make_certificate(key.get(), "Test Authority", nullptr, key.get())) {
    std::FILE* const out = std::fopen(file.c_str(), "w");
    PEM_write_X509(out, certificate.get());
    std::fclose(out);
  }
  ~Authority() { std::remove(file.c_str()); }
  Authority(Authority const&) = delete;
  Authority& operator=(Authority const&) = delete;

  Key key;
  Certificate certificate;
  std::string const file = testing::TempDir() + "shipvote_client_tls_" + std::to_string(getpid()) + ".pem";
};

Context tls_with(X509* certificate, EVP_PKEY* key) {
  Context context{SSL_CTX_new(TLS_server_method())};
  SSL_CTX_use_certificate(context.get(), certificate);
  SSL_CTX_use_PrivateKey(context.get(), key);
  return context;
}

class ClientTls : public testing::Test {
 protected:
  // Calls a server that shows `certificate`, trusting the authority only when `trusting`.
  OutgoingResult call_server_with(X509* certificate, bool trusting) {
    Context const context = tls_with(certificate, key_.get());
    TestServer server{TestServer::answering([this](std::string const&) {
                        ++requests_seen_;
                        return reply("over tls");
                      }),
                      context.get()};
    ClientSettings settings;
    if (trusting) settings.certificate_authorities = authority_.file;
    auto const client = Client::start(settings);
    OutgoingRequest request;
    request.url = server.url("/", "https", "localhost");
    return call_and_wait(*client, request);
  }

  void expect_refused(OutgoingResult const& result) {
    ASSERT_TRUE(std::holds_alternative<OutgoingFailure>(result));
    EXPECT_THAT(std::get<OutgoingFailure>(result).detail, testing::HasSubstr("SSL"));
    EXPECT_EQ(requests_seen_, 0);
  }

  Certificate signed_certificate(std::string const& name, long from = -60, long until = 3600) {
    return make_certificate(key_.get(), name, authority_.certificate.get(), authority_.key.get(), from, until);
  }

  Authority authority_;
  Key key_{EVP_EC_gen("P-256")};
  std::atomic<int> requests_seen_{0};
};

TEST_F(ClientTls, TrustsACertificateOfTheGivenAuthorityForThatHost) {
  OutgoingResult const result = call_server_with(signed_certificate("localhost").get(), true);
  ASSERT_TRUE(std::holds_alternative<OutgoingResponse>(result)) << std::get<OutgoingFailure>(result).detail;
  EXPECT_EQ(std::get<OutgoingResponse>(result).body, "over tls");
}

TEST_F(ClientTls, RefusesAnAuthorityItWasNotTold) {
  expect_refused(call_server_with(signed_certificate("localhost").get(), false));
}

TEST_F(ClientTls, RefusesASelfSignedCertificate) {
  Certificate const own = make_certificate(key_.get(), "localhost", nullptr, key_.get());
  expect_refused(call_server_with(own.get(), true));
  expect_refused(call_server_with(own.get(), false));
}

TEST_F(ClientTls, RefusesACertificateForAnotherHost) {
  expect_refused(call_server_with(signed_certificate("elsewhere.example").get(), true));
}

TEST_F(ClientTls, RefusesAnExpiredCertificate) {
  OutgoingResult const result = call_server_with(signed_certificate("localhost", -7200, -3600).get(), true);
  expect_refused(result);
}

// HTTP/2, as little of it as the test needs (RFC 9113 section 4.1): length 24, type 8, flags 8, stream 32 bits.
constexpr char frame_data = 0;
constexpr char frame_headers = 1;
constexpr char frame_settings = 4;
constexpr char flag_end_stream = 1;
constexpr char flag_end_headers = 4;

std::string frame(char type, char flags, std::string_view stream, std::string_view payload) {
  std::string out{'\0', '\0', static_cast<char>(payload.size()), type, flags};
  return out.append(stream).append(payload);
}

// Answers nothing before `most` requests are open at once on this one connection.
void serve_together(ServedConnection& connection, std::size_t most) {
  constexpr std::size_t preface = 24;
  constexpr std::size_t head = 9;
  std::string const connection_itself(4, '\0');
  while (connection.unread.size() < preface) {
    if (!connection.read_more()) return;
  }
  connection.unread.erase(0, preface);
  connection.write(frame(frame_settings, 0, connection_itself, {}));
  std::vector<std::string> streams;
  for (;;) {
    std::string& in = connection.unread;
    auto const byte = [&in](std::size_t at) { return std::size_t{static_cast<unsigned char>(in[at])}; };
    while (in.size() < head || in.size() < head + (byte(0) << 16U) + (byte(1) << 8U) + byte(2)) {
      if (!connection.read_more()) return;
    }
    char const type = in[3];
    if (type == frame_settings && in[4] == 0) connection.write(frame(frame_settings, 1, connection_itself, {}));
    if (type == frame_headers) streams.push_back(in.substr(5, 4));
    in.erase(0, head + (byte(0) << 16U) + (byte(1) << 8U) + byte(2));
    if (streams.size() < most) continue;
    for (std::string const& stream : streams) {
      connection.write(frame(frame_headers, flag_end_headers, stream, "\x88"));  // ":status: 200" of the static table
      connection.write(frame(frame_data, flag_end_stream, stream, "second"));
    }
    streams.clear();
  }
}

int choose_http2(SSL*, unsigned char const** chosen, unsigned char* length, unsigned char const*, unsigned, void*) {
  *chosen = reinterpret_cast<unsigned char const*>("h2");
  *length = 2;
  return SSL_TLSEXT_ERR_OK;
}

TEST_F(ClientTls, ManyCallsShareOneHttp2Connection) {
  constexpr std::size_t calls = 20;
  Certificate const certificate = signed_certificate("localhost");
  Context const context = tls_with(certificate.get(), key_.get());
  SSL_CTX_set_alpn_select_cb(context.get(), &choose_http2, nullptr);
  TestServer server{[](ServedConnection& connection) { serve_together(connection, calls); }, context.get()};
  ClientSettings settings;
  settings.certificate_authorities = authority_.file;
  auto const client = Client::start(settings);
  std::vector<std::promise<OutgoingResult>> results(calls);
  for (auto& each : results) {
    OutgoingRequest request;
    request.url = server.url("/", "https", "localhost");
    client->call(request, [&each](OutgoingResult result) { each.set_value(std::move(result)); });
  }
  for (auto& each : results) {
    OutgoingResult const result = each.get_future().get();
    ASSERT_TRUE(std::holds_alternative<OutgoingResponse>(result)) << std::get<OutgoingFailure>(result).detail;
    EXPECT_EQ(std::get<OutgoingResponse>(result).status, 200);
    EXPECT_EQ(std::get<OutgoingResponse>(result).body, "second");
  }
  EXPECT_EQ(server.accepted(), 1U);
  EXPECT_EQ(client->figures().connections, 1U);
}

}  // namespace
}  // namespace shipvote::http
