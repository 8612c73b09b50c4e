// banned.h - functions that overflow or hide errors, refused by the compiler.
//
// Included before every file by the Makefile (-include). The headers that
// declare the functions come first, so that only their use is an error.

#ifndef OFFPRINT_BASE_BANNED_H
#define OFFPRINT_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gets

#endif
