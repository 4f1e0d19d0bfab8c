#pragma once
#include <stdbool.h>

/* What the processor (and the operating system, which must save the registers) can run.
   The compiler's own check, which Swift cannot call because it is a builtin. */
#if defined(__x86_64__)
static inline bool processor_has_avx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
static inline bool processor_has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512cd");
}
#else
static inline bool processor_has_avx2(void) { return false; }
static inline bool processor_has_avx512(void) { return false; }
#endif
