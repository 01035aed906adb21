#include "CICU.h"

#include <unicode/uidna.h>
#include <unicode/uspoof.h>

int32_t icu_skeleton(const char *text, int32_t length, char *skeleton, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    int32_t written = uspoof_getSkeletonUTF8(checker, 0, text, length, skeleton, capacity, &error);
    uspoof_close(checker);
    return U_FAILURE(error) ? -1 : written;
}

int32_t icu_host(
    const char *text, int32_t length, int8_t as_ascii, char *name, int32_t capacity, uint32_t *broken
) {
    UErrorCode error = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *idna = uidna_openUTS46(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        &error
    );
    int32_t written = as_ascii
        ? uidna_nameToASCII_UTF8(idna, text, length, name, capacity, &info, &error)
        : uidna_nameToUnicodeUTF8(idna, text, length, name, capacity, &info, &error);
    uidna_close(idna);
    *broken = info.errors;
    return U_FAILURE(error) ? -1 : written;
}
