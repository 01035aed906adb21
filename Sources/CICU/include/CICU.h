#include <stdint.h>

// The few functions of ICU that are used, without its types: Foundation brings types of the same names from an ICU of
// its own, and Swift does not take both.

/// Writes the skeleton of a text by Unicode TR39: two texts that look alike have the same one. All texts are UTF-8.
///
/// Returns its length in bytes; -1 where it does not fit or cannot be made.
int32_t icu_skeleton(const char *text, int32_t length, char *skeleton, int32_t capacity);

/// Writes a host's name by Unicode TS46 as browsers do, as it goes over the wire or as people read it.
///
/// Returns its length in bytes; -1 where it does not fit. `broken` is 0 where the name keeps every rule.
int32_t icu_host(
    const char *text, int32_t length, int8_t as_ascii, char *name, int32_t capacity, uint32_t *broken
);
