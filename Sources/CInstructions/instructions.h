#pragma once

/* Instructions that Swift cannot name. */

/* Asks for the two vectors at an address, which need not be mapped: one cache line, or two. */
static inline __attribute__((always_inline)) void prefetchPair(const void *address) {
  __builtin_prefetch(address);
#ifdef __AVX512F__
  __builtin_prefetch((const char *)address + 64);
#endif
}

#ifdef __AVX__
#include <immintrin.h>

typedef float FloatsOf4 __attribute__((ext_vector_type(4)));
typedef float FloatsOf8 __attribute__((ext_vector_type(8)));

/* The sum of each vector's lanes. From shuffles written out the compiler makes three times as many
   instructions. */
static inline __attribute__((always_inline)) FloatsOf4 sumsOfLanes(
    FloatsOf8 a, FloatsOf8 b, FloatsOf8 c, FloatsOf8 d) {
  __m256 sums = _mm256_hadd_ps(
      _mm256_hadd_ps((__m256)a, (__m256)b), _mm256_hadd_ps((__m256)c, (__m256)d));
  return (FloatsOf4)_mm_add_ps(_mm256_castps256_ps128(sums), _mm256_extractf128_ps(sums, 1));
}
#endif
