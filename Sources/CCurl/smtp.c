#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t is_ready = PTHREAD_ONCE_INIT;

static void prepare(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

struct reading {
    const char *letter;
    size_t left;
};

static size_t next_part(char *buffer, size_t size, size_t count, void *context) {
    struct reading *reading = context;
    size_t length = size * count < reading->left ? size * count : reading->left;
    memcpy(buffer, reading->letter, length);
    reading->letter += length;
    reading->left -= length;
    return length;
}

int32_t curl_send_letter(
    const char *url, int8_t demands_tls, const char *user, const char *password, const char *authorities,
    const char *sender, const char *recipient, const char *letter, int64_t length, int64_t connect_ms,
    int64_t total_ms, int64_t *answer
) {
    *answer = 0;
    pthread_once(&is_ready, prepare);
    CURL *curl = curl_easy_init();
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    if (!curl || !recipients) {
        curl_slist_free_all(recipients);
        curl_easy_cleanup(curl);
        return CURLE_OUT_OF_MEMORY;
    }
    struct reading reading = {letter, (size_t)length};
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // What the environment says of proxies is meant for the web.
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_ms);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)total_ms);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, demands_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (*authorities) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (*user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, next_part);
    curl_easy_setopt(curl, CURLOPT_READDATA, &reading);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
    CURLcode code = curl_easy_perform(curl);
    long said = 0;
    if (curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said) == CURLE_OK) *answer = said;
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return (int32_t)code;
}
