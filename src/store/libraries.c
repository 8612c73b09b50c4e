#include "store/libraries.h"

#include <sqlite3.h>
#include <zstd.h>

// Versions of the build: Debian's packages keep to the minor version that they
// were built with, and a constant needs no memory.
const char *library_versions(void)
{
    return "SQLite " SQLITE_VERSION ", zstd " ZSTD_VERSION_STRING;
}
