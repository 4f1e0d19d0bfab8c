#pragma once
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>

/// What a JPEG file is, or why it cannot be read.
typedef struct {
  size_t width, height;
  int is_color;
  char message[JMSG_LENGTH_MAX];
} jpeg_image;

/// libjpeg calls this of an error, and must not go on.
struct jpeg_failure {
  struct jpeg_error_mgr manager;
  jmp_buf place;
  char message[JMSG_LENGTH_MAX];
};

static inline void jpeg_fail(j_common_ptr info) {
  struct jpeg_failure *failure = (struct jpeg_failure *)info->err;
  info->err->format_message(info, failure->message);
  longjmp(failure->place, 1);
}

/// Warnings that say that pixels are missing are errors; of others libjpeg says nothing here.
static inline void jpeg_warn(j_common_ptr info, int level) {
  int code = info->err->msg_code;
  if (level < 0 && (code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF || code == JWRN_HUFF_BAD_CODE))
    jpeg_fail(info);
}

/// Scans of a picture at most: no program writes more than a dozen, and each goes through all pixels, so that
/// a short file with many would take hours.
#define JPEG_MOST_SCANS 100

/// libjpeg calls this now and then while it goes through scans.
static inline void jpeg_count_scans(j_common_ptr info) {
  if (((j_decompress_ptr)info)->input_scan_number > JPEG_MOST_SCANS) {
    struct jpeg_failure *failure = (struct jpeg_failure *)info->err;
    snprintf(failure->message, sizeof failure->message, "more than %d scans", JPEG_MOST_SCANS);
    longjmp(failure->place, 1);
  }
}

/// Reads the head of a JPEG file that is in memory, and its pixels where there is room for them: width × height
/// of three bytes, or with `color` 0 of one. 0 where that fails.
static inline int jpeg_read(jpeg_image *image, const unsigned char *bytes, size_t count, int color,
                            unsigned char *pixels) {
  struct jpeg_decompress_struct info;
  struct jpeg_failure failure;
  struct jpeg_progress_mgr progress = {.progress_monitor = jpeg_count_scans};
  memset(&info, 0, sizeof info);
  memset(image, 0, sizeof *image);
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = jpeg_fail;
  failure.manager.emit_message = jpeg_warn;
  failure.message[0] = 0;
  if (setjmp(failure.place)) {
    memcpy(image->message, failure.message, sizeof image->message);
    jpeg_destroy_decompress(&info);
    return 0;
  }
  jpeg_create_decompress(&info);
  // Of larger files and more passes nothing is read: what libjpeg itself takes is limited too.
  info.mem->max_memory_to_use = 1l << 30;
  info.progress = &progress;
  jpeg_mem_src(&info, bytes, count);
  jpeg_read_header(&info, TRUE);
  image->width = info.image_width;
  image->height = info.image_height;
  image->is_color = info.num_components != 1;
  if (pixels) {
    info.out_color_space = color ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = pixels + (size_t)info.output_scanline * info.output_width * (color ? 3 : 1);
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
  }
  jpeg_destroy_decompress(&info);
  return 1;
}
