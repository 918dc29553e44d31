#include "net/tls.h"

#include <openssl/bio.h>
#include <openssl/buffer.h>
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

// Messages that make the server work and answer: a client of good will sends one in gigabytes.
constexpr std::uint64_t kFreeInterruptions = 32;
constexpr std::uint64_t kBytesAnInterruption = 64 * 1024;

std::uint64_t allowed_interruptions(std::uint64_t received) {
  return kFreeInterruptions + received / kBytesAnInterruption;
}

bool is_overgrown(BIO* bio) {
  constexpr std::size_t kKept = 20 * 1024;  // a record, and its company
  BUF_MEM* memory = nullptr;
  if (BIO_ctrl_pending(bio) > 0 || BIO_get_mem_ptr(bio, &memory) <= 0) return false;
  return memory->max > kKept;
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
  SSL_CTX_set_msg_callback(raw, TlsStream::on_message);
  // Sessions are resumed by tickets, which the clients keep.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
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
  SSL_set_app_data(ssl_, this);
  SSL_set_bio(ssl_, in_, out_);
  SSL_set_accept_state(ssl_);
}

TlsStream::~TlsStream() { SSL_free(ssl_); }

void TlsStream::feed(std::span<const char> ciphertext) {
  received_ += ciphertext.size();
  BIO_write(in_, ciphertext.data(), static_cast<int>(ciphertext.size()));
}

void TlsStream::on_message(int written, int, int type, const void* bytes, std::size_t size,
                           ssl_st* ssl, void*) {
  const bool is_handshake = type == SSL3_RT_HANDSHAKE && written == 0 && size > 0;
  const int message = is_handshake ? *static_cast<const unsigned char*>(bytes) : -1;
  const bool is_request = message == SSL3_MT_KEY_UPDATE || message == SSL3_MT_CLIENT_HELLO;
  if (!is_request && type != SSL3_RT_ALERT) return;
  static_cast<TlsStream*>(SSL_get_app_data(ssl))->count_interruption();
}

void TlsStream::count_interruption() {
  if (++interruptions_ <= allowed_interruptions(received_)) return;
  BIO_reset(in_);  // OpenSSL would go on with all that was fed
}

// Memory BIOs only grow: a connection would keep the size of its largest read and answer for ever.
void TlsStream::give_back_memory() {
  if (!is_handshake_done()) return;
  if (is_overgrown(in_)) {
    if (BIO* fresh = BIO_new(BIO_s_mem())) SSL_set0_rbio(ssl_, in_ = fresh);
  }
  if (is_overgrown(out_)) {
    if (BIO* fresh = BIO_new(BIO_s_mem())) SSL_set0_wbio(ssl_, out_ = fresh);
  }
}

TlsStream::Read TlsStream::read(std::span<char> plaintext) {
  ERR_clear_error();
  const int size = SSL_read(ssl_, plaintext.data(), static_cast<int>(plaintext.size()));
  if (interruptions_ > allowed_interruptions(received_)) return {Status::kFailed};
  if (size > 0) return {Status::kData, static_cast<std::size_t>(size)};
  switch (SSL_get_error(ssl_, size)) {
    case SSL_ERROR_WANT_READ:
      give_back_memory();
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

ByteQueue& TlsStream::outgoing() {
  if (const auto waiting = BIO_ctrl_pending(out_); waiting > 0) {
    std::string& back = outgoing_.back();
    const std::size_t before = back.size();
    back.resize(before + waiting);
    BIO_read(out_, back.data() + before, static_cast<int>(waiting));
    give_back_memory();
  }
  return outgoing_;
}

}  // namespace waycast::net
