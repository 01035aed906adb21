#include <stddef.h>
#include <stdint.h>

// The few things that are asked of libvips. It is loaded when pictures_prepare is called and not with the program: only
// the process that reads strangers' pictures has it, its sixty libraries and their memory
// (docs/decisions/0012-strangers-files.md).

/// What a picture may be at most.
struct picture_limits {
    /// Of one side, in pixels.
    int32_t side;
    /// Of all frames together.
    int64_t pixels;
    int32_t frames;
    /// The longer side of the thumbnail, in pixels.
    int32_t thumbnail_side;
};

/// A picture that was written anew: pixels and nothing else.
struct rewritten_picture {
    void *bytes;
    size_t length;
    /// WebP of the first frame; null where the picture itself is as small.
    void *thumbnail;
    size_t thumbnail_length;
    /// Of one frame, upright, in pixels.
    int32_t width;
    int32_t height;
    int32_t frames;
};

enum picture_outcome {
    picture_rewritten = 0,
    /// Not a picture of that type, or only a part of one.
    picture_damaged = 1,
    picture_too_large = 2
};

/// Loads libvips and forbids it to keep anything on the disk. 0 when it is there.
int32_t pictures_prepare(void);

/// Decodes a picture and writes it anew in the same format: upright, in sRGB, eight bits a channel, without any metadata.
///
/// `format` is jpeg, png, gif or webp: no other decoder is asked. Returns a `picture_outcome`; what was written lives
/// until the process ends.
int32_t picture_rewrite(
    const char *format, const void *bytes, size_t length, struct picture_limits limits, struct rewritten_picture *result
);
