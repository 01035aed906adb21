#include "CPoppler.h"

#include <dlfcn.h>
#include <string.h>

// Of <poppler.h>, whose ABI is the 8 of libpoppler-glib.so.8: every object is a `void *`, every gboolean an `int`.
enum { ERROR_ENCRYPTED = 1 };    // PopplerError
enum { FORM_FIELD_TEXT = 2, FORM_FIELD_CHOICE = 3 };  // PopplerFormFieldType

struct error { uint32_t domain; int code; char *message; };        // GError
struct rectangle { double left, top, right, bottom; };              // PopplerRectangle, from a page's top
struct list { void *data; struct list *next, *previous; };          // GList
struct mapping { double left, bottom, right, top; void *object; };  // PopplerAnnotMapping, PopplerFormFieldMapping

static struct {
    void *(*bytes)(const void *content, size_t length);
    void (*free)(void *text);
    void (*unref)(void *object);
    void *(*open)(void *bytes, const char *password, struct error **error);
    int (*pages)(void *document);
    int (*has_attachments)(void *document);
    void *(*page)(void *document, int index);
    char *(*page_text)(void *page);
    int (*page_layout)(void *page, struct rectangle **rectangles, unsigned *count);
    struct list *(*annotations)(void *page);
    void (*free_annotations)(struct list *list);
    char *(*annotation_text)(void *annotation);
    struct list *(*fields)(void *page);
    void (*free_fields)(struct list *list);
    int (*field_type)(void *field);
    char *(*field_text)(void *field);
    char *(*choice_text)(void *field);
    char *(*property[7])(void *document);
} poppler;

static int load_symbols(void *library) {
    const struct { const char *name; void *place; } symbols[] = {
        {"g_bytes_new_static", &poppler.bytes},
        {"g_free", &poppler.free},
        {"g_object_unref", &poppler.unref},
        {"poppler_document_new_from_bytes", &poppler.open},
        {"poppler_document_get_n_pages", &poppler.pages},
        {"poppler_document_has_attachments", &poppler.has_attachments},
        {"poppler_document_get_page", &poppler.page},
        {"poppler_page_get_text", &poppler.page_text},
        {"poppler_page_get_text_layout", &poppler.page_layout},
        {"poppler_page_get_annot_mapping", &poppler.annotations},
        {"poppler_page_free_annot_mapping", &poppler.free_annotations},
        {"poppler_annot_get_contents", &poppler.annotation_text},
        {"poppler_page_get_form_field_mapping", &poppler.fields},
        {"poppler_page_free_form_field_mapping", &poppler.free_fields},
        {"poppler_form_field_get_field_type", &poppler.field_type},
        {"poppler_form_field_text_get_text", &poppler.field_text},
        {"poppler_form_field_choice_get_text", &poppler.choice_text},
        {"poppler_document_get_title", &poppler.property[0]},
        {"poppler_document_get_author", &poppler.property[1]},
        {"poppler_document_get_subject", &poppler.property[2]},
        {"poppler_document_get_keywords", &poppler.property[3]},
        {"poppler_document_get_creator", &poppler.property[4]},
        {"poppler_document_get_producer", &poppler.property[5]},
        {"poppler_document_get_metadata", &poppler.property[6]},
    };
    for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index++) {
        void *symbol = dlsym(library, symbols[index].name);
        if (symbol == NULL) return -1;
        memcpy(symbols[index].place, &symbol, sizeof symbol);
    }
    return 0;
}

int32_t pdf_prepare(void) {
    void *library = dlopen("libpoppler-glib.so.8", RTLD_NOW);
    return library == NULL || load_symbols(library) != 0 ? -1 : 0;
}

/// Where text goes, and how much more may come.
struct sink {
    pdf_reader reader;
    void *context;
    size_t room;
    int is_full;
};

static void hand(struct sink *sink, const char *text, size_t length) {
    if (length > sink->room) sink->is_full = 1;
    if (length == 0 || sink->is_full) return;
    sink->room -= length;
    sink->reader(sink->context, text, length);
}

/// Hands a text on as one of its own, and frees it.
static void give(struct sink *sink, char *text) {
    if (text == NULL) return;
    hand(sink, text, strlen(text));
    hand(sink, "\n", 1);
    poppler.free(text);
}

/// Whether there is room for a letter between two that follow each other: the cells of a table have no space between.
static int is_apart(const struct rectangle *left, const struct rectangle *right) {
    double height = left->bottom - left->top;
    return right->left - left->right > height / 6 || left->left - right->right > height / 6;
}

/// The text of a page's letters, with spaces where the eye sees them.
static void read_letters(void *page, struct sink *sink) {
    char *text = poppler.page_text(page);
    struct rectangle *places = NULL;
    unsigned count = 0;
    if (text == NULL || !poppler.page_layout(page, &places, &count)) {
        give(sink, text);
        return;
    }
    // There is one place for each scalar.
    size_t begin = 0, position = 0;
    for (unsigned index = 0; text[position] != 0; index++) {
        size_t next = position + 1;
        while ((text[next] & 0xC0) == 0x80) next++;
        int ends = text[position] == '\n' || text[next] == '\n' || text[next] == 0;
        if (!ends && index + 1 < count && is_apart(&places[index], &places[index + 1])) {
            hand(sink, text + begin, next - begin);
            hand(sink, " ", 1);
            begin = next;
        }
        position = next;
    }
    hand(sink, text + begin, position - begin);
    hand(sink, "\n", 1);
    poppler.free(places);
    poppler.free(text);
}

static void read_page(void *page, struct sink *sink) {
    read_letters(page, sink);
    struct list *annotations = poppler.annotations(page);
    for (struct list *each = annotations; each != NULL; each = each->next)
        give(sink, poppler.annotation_text(((struct mapping *)each->data)->object));
    poppler.free_annotations(annotations);
    struct list *fields = poppler.fields(page);
    for (struct list *each = fields; each != NULL; each = each->next) {
        void *field = ((struct mapping *)each->data)->object;
        int type = poppler.field_type(field);
        if (type == FORM_FIELD_TEXT) give(sink, poppler.field_text(field));
        if (type == FORM_FIELD_CHOICE) give(sink, poppler.choice_text(field));
    }
    poppler.free_fields(fields);
}

int32_t pdf_texts(const void *bytes, size_t length, struct pdf_limits limits, pdf_reader reader, void *context) {
    struct error *error = NULL;
    void *document = poppler.open(poppler.bytes(bytes, length), NULL, &error);
    if (document == NULL) return error != NULL && error->code == ERROR_ENCRYPTED ? pdf_encrypted : pdf_damaged;
    int pages = poppler.pages(document);
    if (pages < 1) return pdf_damaged;
    if (pages > limits.pages) return pdf_too_long;
    if (poppler.has_attachments(document)) return pdf_holds_files;
    struct sink sink = {reader, context, limits.text, 0};
    for (size_t index = 0; index < sizeof poppler.property / sizeof *poppler.property; index++)
        give(&sink, poppler.property[index](document));
    for (int index = 0; index < pages && !sink.is_full; index++) {
        void *page = poppler.page(document, index);
        if (page == NULL) return pdf_damaged;
        read_page(page, &sink);
        poppler.unref(page);
    }
    return sink.is_full ? pdf_too_long : pdf_read;
}
