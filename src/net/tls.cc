#include "net/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <new>

namespace waycast::net {

namespace {

int choose_http11(SSL*, const unsigned char** chosen, unsigned char* length,
                  const unsigned char* offered, unsigned int offered_length, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* selected = nullptr;
  const int found = SSL_select_next_proto(&selected, length, kHttp11, sizeof kHttp11 - 1, offered,
                                          offered_length);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *chosen = selected;
  return SSL_TLSEXT_ERR_OK;
}

std::string last_error() {
  char text[256] = "unknown error";
  if (const auto code = ERR_get_error()) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return text;
}

}  // namespace

Result<std::shared_ptr<const TlsContext>> TlsContext::load(const TlsSettings& settings) {
  SSL_CTX* raw = SSL_CTX_new(TLS_server_method());
  if (raw == nullptr) throw std::bad_alloc();
  auto context = std::make_shared<const TlsContext>(raw);
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(raw, choose_http11, nullptr);
  const std::string& certificate = settings.certificate_file;
  if (SSL_CTX_use_certificate_chain_file(raw, certificate.c_str()) != 1) {
    return fail(Code::kInternal, "TLS certificate " + certificate + ": " + last_error());
  }
  const std::string& key = settings.key_file;
  if (SSL_CTX_use_PrivateKey_file(raw, key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(raw) != 1) {
    return fail(Code::kInternal, "TLS key " + key + ": " + last_error());
  }
  return context;
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

TlsStream::TlsStream(const TlsContext& context)
    : ssl_(SSL_new(context.get())), in_(BIO_new(BIO_s_mem())), out_(BIO_new(BIO_s_mem())) {
  if (ssl_ == nullptr || in_ == nullptr || out_ == nullptr) {
    BIO_free(in_);
    BIO_free(out_);
    SSL_free(ssl_);
    throw std::bad_alloc();
  }
  SSL_set_bio(ssl_, in_, out_);
  SSL_set_accept_state(ssl_);
}

TlsStream::~TlsStream() { SSL_free(ssl_); }

void TlsStream::feed(std::span<const char> ciphertext) {
  BIO_write(in_, ciphertext.data(), static_cast<int>(ciphertext.size()));
}

TlsStream::Read TlsStream::read(std::span<char> plaintext) {
  ERR_clear_error();
  const int size = SSL_read(ssl_, plaintext.data(), static_cast<int>(plaintext.size()));
  if (size > 0) return {Status::kData, static_cast<std::size_t>(size)};
  switch (SSL_get_error(ssl_, size)) {
    case SSL_ERROR_WANT_READ:
      return {Status::kNeedMore};
    case SSL_ERROR_ZERO_RETURN:
      return {Status::kClosed};
    default:
      return {Status::kFailed};
  }
}

bool TlsStream::is_handshake_done() const { return SSL_is_init_finished(ssl_) != 0; }

bool TlsStream::write(std::string_view plaintext) {
  ERR_clear_error();
  if (plaintext.empty()) return true;
  return SSL_write(ssl_, plaintext.data(), static_cast<int>(plaintext.size())) ==
         static_cast<int>(plaintext.size());
}

void TlsStream::write_close_notify() {
  ERR_clear_error();
  if (is_handshake_done()) SSL_shutdown(ssl_);
}

std::string& TlsStream::outgoing() {
  if (const auto waiting = BIO_ctrl_pending(out_); waiting > 0) {
    const std::size_t before = outgoing_.size();
    outgoing_.resize(before + waiting);
    BIO_read(out_, outgoing_.data() + before, static_cast<int>(waiting));
  }
  return outgoing_;
}

}  // namespace waycast::net
