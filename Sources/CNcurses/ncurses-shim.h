#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <term.h>

/// What `tigetstr` returned, if it is a string: (char *)-1 says that there is no such capability.
static inline const char *capability(const char *name) {
  char *text = tigetstr(name);
  return text == (char *)-1 ? (const char *)0 : text;
}

/// A capability with its two numbers put in, in memory that the next call writes anew.
static inline const char *expand(const char *text, int first, int second) {
  return tiparm(text, first, second);
}

/// Buttons of the mouse, macros with casts that Swift does not import.
static inline mmask_t left_button_pressed(void) { return BUTTON1_PRESSED; }
static inline mmask_t wheel_turned_up(void) { return BUTTON4_PRESSED; }
static inline mmask_t wheel_turned_down(void) { return BUTTON5_PRESSED; }
