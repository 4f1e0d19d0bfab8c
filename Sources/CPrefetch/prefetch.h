#pragma once

/* Asks for the cache line at an address, which need not be mapped: the compiler's own function, which
   Swift cannot call because it is a builtin. */
static inline __attribute__((always_inline)) void prefetch(const void *address) {
  __builtin_prefetch(address);
}
