#pragma once
#include <zlib.h>

/* inflateInit2 is a macro that Swift cannot import. 15 + 16: the largest window, a gzip header. */
static inline int inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/* Likewise, for zlib's own header. */
static inline int inflate_init_zlib(z_stream *stream) { return inflateInit(stream); }
