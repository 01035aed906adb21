#include <stddef.h>
#include <stdint.h>

// The few things that are asked of Poppler, which is loaded when pdf_prepare is called and not with the program, as
// libvips is (docs/decisions/0012-strangers-files.md).

/// What a PDF may be at most.
struct pdf_limits {
    int32_t pages;
    /// Of the text together, in bytes.
    size_t text;
};

enum pdf_outcome {
    pdf_read = 0,
    pdf_damaged = 1,
    /// It opens with a password alone.
    pdf_encrypted = 2,
    /// More pages or more text than the limits.
    pdf_too_long = 3,
    /// Other files are in it.
    pdf_holds_files = 4
};

/// Takes a piece of text: a page, a field, a note, a property.
typedef void (*pdf_reader)(void *context, const char *text, size_t length);

/// Loads Poppler. 0 when it is there.
int32_t pdf_prepare(void);

/// Reads all text of a PDF: pages, notes, form fields and properties. Returns a `pdf_outcome`.
int32_t pdf_texts(const void *bytes, size_t length, struct pdf_limits limits, pdf_reader reader, void *context);
