// Apart from tokenizer.c: that file goes into the extension too, which knows no
// store.

#include "store/tokenizer.h"

#include "store/body.h"
#include "store/connection.h"

enum offprint_status register_tokenizer(struct store *store,
                                        struct offprint_error *err)
{
    int code = tokenizer_register(store->db);
    if (code == SQLITE_OK) code = body_register(store->db);
    if (code == SQLITE_OK) return OFFPRINT_OK;
    if (code == SQLITE_ERROR)
        return fail(err, OFFPRINT_IO, "this SQLite library has no FTS5");
    return fail_no_memory(err);
}
