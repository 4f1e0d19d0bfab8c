#pragma once
#include <png.h>
#include <string.h>

/// Begins to read a PNG file that is in memory; 0 where it is none. `png_image_free` ends it.
static inline int png_begin(png_image *image, const void *bytes, size_t count) {
  memset(image, 0, sizeof *image);
  image->version = PNG_IMAGE_VERSION;
  return png_image_begin_read_from_memory(image, bytes, count) && !PNG_IMAGE_FAILED(*image);
}

/// Whether the image has colours.
static inline int png_is_color(const png_image *image) {
  return (image->format & PNG_FORMAT_FLAG_COLOR) != 0;
}

/// Reads width × height pixels of three bytes, or of one; what is transparent lies on black. 0 where the file
/// is corrupted. Ends the reading.
static inline int png_finish(png_image *image, int color, void *pixels) {
  image->format = color ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  const png_color black = {0, 0, 0};
  return png_image_finish_read(image, &black, pixels, 0, NULL) && !PNG_IMAGE_FAILED(*image);
}
