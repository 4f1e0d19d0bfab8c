#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <term.h>

/// The window that covers the whole terminal; a variable that Swift must not touch itself.
static inline WINDOW *standard_screen(void) { return stdscr; }

/// Whether what `tigetstr` returned is a string: (char *)-1 says that there is no such capability.
static inline const char *capability(const char *name) {
  char *text = tigetstr(name);
  return text == (char *)-1 ? (const char *)0 : text;
}

/// Attributes, macros with casts that Swift does not import.
static inline attr_t attribute_bold(void) { return WA_BOLD; }
static inline attr_t attribute_dim(void) { return WA_DIM; }
static inline attr_t attribute_reverse(void) { return WA_REVERSE; }
static inline attr_t attribute_underline(void) { return WA_UNDERLINE; }
