// sqlite.h - SQLite, for the files that are compiled twice.
//
// The tokenizer and offprint_text() go into the program, which links SQLite,
// and into the loadable extension, which finds it in the process that loads it:
// there OFFPRINT_EXTENSION turns each call into one through the table of
// functions that src/extension/extension.c was given.

#ifndef OFFPRINT_STORE_SQLITE_H
#define OFFPRINT_STORE_SQLITE_H

#ifdef OFFPRINT_EXTENSION
#    include <sqlite3ext.h>
extern const sqlite3_api_routines *sqlite3_api; // SQLite's name for the table
#else
#    include <sqlite3.h>
#endif

#endif
