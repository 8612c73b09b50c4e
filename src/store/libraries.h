// libraries.h - versions of the libraries that an index depends on.

#ifndef OFFPRINT_STORE_LIBRARIES_H
#define OFFPRINT_STORE_LIBRARIES_H

// "SQLite 3.40.1, zstd 1.5.4"; a constant.
const char *library_versions(void);

#endif
