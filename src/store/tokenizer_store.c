// Apart from tokenizer.c: that file goes into the extension too, which knows no
// store.

#include "store/tokenizer.h"

#include "store/connection.h"

enum offprint_status register_tokenizer(struct store *store,
                                        struct offprint_error *err)
{
    int code = tokenizer_register(store->db);
    if (!store->texts) store->texts = text_reader_open(store->db);
    if (!store->texts) return fail_no_memory(err);
    if (code == SQLITE_OK) code = text_reader_register(store->texts, NULL);
    if (code == SQLITE_OK) return OFFPRINT_OK;
    if (code == SQLITE_ERROR)
        return fail(err, OFFPRINT_IO, "this SQLite library has no FTS5");
    return fail_no_memory(err);
}
