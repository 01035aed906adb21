#include "CVIPS.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// Of <vips/vips.h>, whose ABI is the 42 of libvips.so.42: every object is a `void *`, every gboolean and enum an `int`.
// An operation takes pairs of a name and a value, then null.
enum { FAIL_ON_TRUNCATED = 1 };           // VipsFailOn
enum { SIZE_DOWN = 2 };                   // VipsSize
enum { INTENT_RELATIVE = 1 };             // VipsIntent
enum { BLACK_AND_WHITE = 1, CMYK = 15, SRGB = 22 };  // VipsInterpretation

static struct {
    int (*init)(const char *program);
    void (*block_untrusted)(int state);
    void (*concurrency)(int threads);
    void (*cache_set_max)(int operations);
    int (*width)(const void *image);
    int (*height)(const void *image);
    int (*page_height)(void *image);
    int (*pages)(void *image);
    int (*bands)(const void *image);
    int (*interpretation)(const void *image);
    int (*has_alpha)(void *image);
    size_t (*type_of)(const void *image, const char *field);
    void *(*copy_memory)(void *image);
    char **(*fields)(const void *image);
    int (*remove)(void *image, const char *field);
    int (*load[4])(void *bytes, size_t length, void **image, ...);
    int (*save[4])(void *image, void **bytes, size_t *length, ...);
    int (*autorot)(void *image, void **upright, ...);
    int (*icc_transform)(void *image, void **transformed, const char *profile, ...);
    int (*colourspace)(void *image, void **transformed, int space, ...);
    int (*crop)(void *image, void **part, int left, int top, int width, int height, ...);
    int (*thumbnail)(void *image, void **small, int width, ...);
    void (*unref)(void *object);
} vips;

enum { JPEG, PNG, GIF, WEBP };
static const char *const formats[] = {"jpeg", "png", "gif", "webp"};

static int load_symbols(void *library) {
    const struct { const char *name; void *place; } symbols[] = {
        {"vips_init", &vips.init},
        {"vips_block_untrusted_set", &vips.block_untrusted},
        {"vips_concurrency_set", &vips.concurrency},
        {"vips_cache_set_max", &vips.cache_set_max},
        {"vips_image_get_width", &vips.width},
        {"vips_image_get_height", &vips.height},
        {"vips_image_get_page_height", &vips.page_height},
        {"vips_image_get_n_pages", &vips.pages},
        {"vips_image_get_bands", &vips.bands},
        {"vips_image_get_interpretation", &vips.interpretation},
        {"vips_image_hasalpha", &vips.has_alpha},
        {"vips_image_get_typeof", &vips.type_of},
        {"vips_image_copy_memory", &vips.copy_memory},
        {"vips_image_get_fields", &vips.fields},
        {"vips_image_remove", &vips.remove},
        {"vips_jpegload_buffer", &vips.load[JPEG]},
        {"vips_pngload_buffer", &vips.load[PNG]},
        {"vips_gifload_buffer", &vips.load[GIF]},
        {"vips_webpload_buffer", &vips.load[WEBP]},
        {"vips_jpegsave_buffer", &vips.save[JPEG]},
        {"vips_pngsave_buffer", &vips.save[PNG]},
        {"vips_gifsave_buffer", &vips.save[GIF]},
        {"vips_webpsave_buffer", &vips.save[WEBP]},
        {"vips_autorot", &vips.autorot},
        {"vips_icc_transform", &vips.icc_transform},
        {"vips_colourspace", &vips.colourspace},
        {"vips_crop", &vips.crop},
        {"vips_thumbnail_image", &vips.thumbnail},
        {"g_object_unref", &vips.unref},
    };
    for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index++) {
        void *symbol = dlsym(library, symbols[index].name);
        if (symbol == NULL) return -1;
        memcpy(symbols[index].place, &symbol, sizeof symbol);
    }
    return 0;
}

int32_t pictures_prepare(void) {
    // A picture of more than 100 MB would be unpacked into a temporary file.
    setenv("VIPS_DISC_THRESHOLD", "100g", 1);
    void *library = dlopen("libvips.so.42", RTLD_NOW);
    if (library == NULL || load_symbols(library) != 0 || vips.init("switchboard") != 0) return -1;
    vips.block_untrusted(1);
    vips.concurrency(1);
    vips.cache_set_max(0);
    return 0;
}

/// Puts a new image in the place of another one, which is let go; leaves it there where making the new one failed.
static int replace(void **image, int failed, void **made) {
    if (failed) return -1;
    vips.unref(*image);
    *image = *made;
    return 0;
}

static int is_animated(int format) { return format == GIF || format == WEBP; }

static int open_picture(int format, const void *bytes, size_t length, void **image) {
    void *content = (void *)bytes;
    return is_animated(format)
        ? vips.load[format](content, length, image, "n", -1, "fail_on", FAIL_ON_TRUNCATED, NULL)
        : vips.load[format](content, length, image, "fail_on", FAIL_ON_TRUNCATED, NULL);
}

/// Takes everything away that is not pixels. What savers strip differs: that of WebP leaves EXIF and XMP.
static void forget(void *image) {
    static const char *const kept[] = {"width", "height", "bands", "format", "coding", "interpretation", "xoffset",
        "yoffset", "xres", "yres", "filename", "page-height", "n-pages", "delay", "loop", "background", "palette"};
    for (char **field = vips.fields(image); *field != NULL; field++) {
        size_t index = 0;
        while (index < sizeof kept / sizeof *kept && strcmp(kept[index], *field) != 0) index++;
        if (index == sizeof kept / sizeof *kept) vips.remove(image, *field);
    }
}

/// Upright, in sRGB or greys, eight bits a channel, and in memory: here is where it is decoded.
///
/// The frames of an animation stand below each other, so that one is not turned.
static int normalise(void **image, int frames) {
    void *made = NULL;
    if (frames == 1 && replace(image, vips.autorot(*image, &made, NULL), &made) != 0) return -1;
    int is_cmyk = vips.interpretation(*image) == CMYK;
    if (vips.type_of(*image, "icc-profile-data") != 0 || is_cmyk) {
        const char *usual = is_cmyk ? "cmyk" : "srgb";
        int failed = vips.icc_transform(
            *image, &made, "srgb", "embedded", 1, "input_profile", usual, "intent", INTENT_RELATIVE, "depth", 8, NULL
        );
        // A profile that cannot be read says nothing about the colours; then they are taken as most are.
        if (replace(image, failed, &made) != 0 && is_cmyk) return -1;
    }
    int colours = vips.bands(*image) - (vips.has_alpha(*image) ? 1 : 0);
    int space = colours < 3 ? BLACK_AND_WHITE : SRGB;
    if (replace(image, vips.colourspace(*image, &made, space, NULL), &made) != 0) return -1;
    made = vips.copy_memory(*image);
    if (replace(image, made == NULL, &made) != 0) return -1;
    forget(*image);
    return 0;
}

static int save(int format, void *image, struct rewritten_picture *result) {
    switch (format) {
    case JPEG:
        return vips.save[JPEG](
            image, &result->bytes, &result->length, "Q", 85, "optimize_coding", 1, "strip", 1, NULL
        );
    case PNG: return vips.save[PNG](image, &result->bytes, &result->length, "compression", 6, "strip", 1, NULL);
    case GIF: return vips.save[GIF](image, &result->bytes, &result->length, "strip", 1, NULL);
    default: return vips.save[WEBP](image, &result->bytes, &result->length, "Q", 85, "strip", 1, NULL);
    }
}

static int save_thumbnail(void *image, int side, struct rewritten_picture *result) {
    if (result->frames == 1 && result->width <= side && result->height <= side) return 0;
    void *first = NULL, *small = NULL;
    if (vips.crop(image, &first, 0, 0, result->width, result->height, NULL) != 0) return -1;
    if (vips.thumbnail(first, &small, side, "height", side, "size", SIZE_DOWN, NULL) != 0) return -1;
    return vips.save[WEBP](small, &result->thumbnail, &result->thumbnail_length, "Q", 80, "strip", 1, NULL);
}

int32_t picture_rewrite(
    const char *format, const void *bytes, size_t length, struct picture_limits limits, struct rewritten_picture *result
) {
    memset(result, 0, sizeof *result);
    int index = 0;
    while (index <= WEBP && strcmp(formats[index], format) != 0) index++;
    void *image = NULL;
    // This reads the header alone.
    if (index > WEBP || open_picture(index, bytes, length, &image) != 0) return picture_damaged;
    int frames = is_animated(index) ? vips.pages(image) : 1;
    int64_t width = vips.width(image), height = vips.height(image);
    if (frames > limits.frames || width > limits.side || height / frames > limits.side
        || width * height > limits.pixels)
        return picture_too_large;
    if (normalise(&image, frames) != 0) return picture_damaged;
    result->frames = frames;
    result->width = vips.width(image);
    result->height = frames > 1 ? vips.page_height(image) : vips.height(image);
    if (save(index, image, result) != 0 || save_thumbnail(image, limits.thumbnail_side, result) != 0)
        return picture_damaged;
    return picture_rewritten;
}
