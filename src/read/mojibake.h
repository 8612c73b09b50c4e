// mojibake.h - UTF-8 that somebody read as Latin-1 or windows-1252 and saved
// so: "CafÃ©" for "Café".
//
// It can be told from what was meant: letters beyond ASCII, taken as the bytes
// that they are in windows-1252, are UTF-8 again. No language writes so.

#ifndef OFFPRINT_READ_MOJIBAKE_H
#define OFFPRINT_READ_MOJIBAKE_H

#include "base/buffer.h"
#include "base/slice.h"

// Repairs valid UTF-8 in which nearly all there is beyond ASCII is such;
// returns how many characters came back, and of what is no such text 0. The
// repaired text is in *buffer, which may hold the text itself: else it is
// overwritten. *text is untouched where nothing was repaired or there is no
// memory (buffer->failed).
uint64_t mojibake_repair(struct slice *text, struct buffer *buffer);

#endif
