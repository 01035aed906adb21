#include <stdint.h>

// The one thing that libcurl is used for. Its options are set by a function with a variable list of arguments, which
// Swift cannot call.

/// How one letter is brought to a mail server. Texts end with a zero; an empty one stands for none.
///
/// - `url`: `smtp://host:port/name` or `smtps://…`; the name is what the server is greeted with.
/// - `demands_tls`: Whether `smtp://` goes on only after STARTTLS.
/// - `authorities`: A file of certificates in PEM that are trusted instead of the system's.
/// - `connect_ms`, `total_ms`: How long the connection and how long everything may take, in milliseconds.
/// - `answer`: Gets the last reply code of the server; 0 where it said nothing.
///
/// Returns libcurl's code: 0 where the server took the letter.
int32_t curl_send_letter(
    const char *url, int8_t demands_tls, const char *user, const char *password, const char *authorities,
    const char *sender, const char *recipient, const char *letter, int64_t length, int64_t connect_ms,
    int64_t total_ms, int64_t *answer
);
