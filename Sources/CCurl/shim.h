#ifndef VAGLIO_CCURL_SHIM_H
#define VAGLIO_CCURL_SHIM_H

// curl's setters take any argument, which Swift cannot call: one function here for each type.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

typedef size_t (*vaglio_curl_sink)(char *, size_t, size_t, void *);

static inline CURLcode vaglio_curl_start(void) { return curl_global_init(CURL_GLOBAL_ALL); }

static inline CURLcode vaglio_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode vaglio_curl_set_size(CURL *easy, CURLoption option, int64_t value) {
  return curl_easy_setopt(easy, option, (curl_off_t)value);
}
static inline CURLcode vaglio_curl_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode vaglio_curl_set_bytes(CURL *easy, CURLoption option, const void *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode vaglio_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode vaglio_curl_set_sink(CURL *easy, CURLoption option, vaglio_curl_sink value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode vaglio_curl_set_context(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode vaglio_curl_use_http_alone(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}
static inline CURLcode vaglio_curl_use_basic(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
}
static inline CURLcode vaglio_curl_use_bearer(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
}
static inline CURLcode vaglio_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode vaglio_curl_get_size(CURL *easy, CURLINFO info, int64_t *value) {
  curl_off_t size = 0;
  CURLcode code = curl_easy_getinfo(easy, info, &size);
  *value = size;
  return code;
}
static inline CURLcode vaglio_curl_get_text(CURL *easy, CURLINFO info, char **value) {
  return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode vaglio_curl_result(const CURLMsg *message) { return message->data.result; }

#endif
