#include "store/fts5_dlidx.h"

#include <assert.h>

#include "store/fts5_varint.h"

void fts5_dlidx_begin(struct fts5_dlidx *dlidx, uint32_t leaf)
{
    assert(fts5_dlidx_is_empty(dlidx));
    dlidx->pages[0].number = leaf;
}

bool fts5_dlidx_is_empty(const struct fts5_dlidx *dlidx)
{
    return dlidx->pages[0].bytes.len == 0;
}

// The head of a page: what it tells of first.
static void begin_page(struct fts5_dlidx_page *page, bool is_root,
                       uint32_t child, int64_t id)
{
    buffer_add_byte(&page->bytes, is_root ? 0 : 1);
    fts5_varint_add(&page->bytes, child);
    fts5_varint_add(&page->bytes, (uint64_t)id);
    page->first = page->last = id;
}

static enum offprint_status write_page(struct fts5_dlidx *dlidx,
                                       unsigned height,
                                       struct offprint_error *err)
{
    const struct fts5_dlidx_page *page = &dlidx->pages[height];
    if (page->bytes.failed) return fail_no_memory(err);
    return fts5_block_write(dlidx->store,
                            fts5_dlidx_id(dlidx->segment, height, page->number),
                            buffer_slice(&page->bytes), err);
}

// Writes a full page. If it was the root, a new one above tells of it.
static enum offprint_status turn_page(struct fts5_dlidx *dlidx, unsigned height,
                                      struct offprint_error *err)
{
    // Four leaves a page at the least make 16 heights for all leaf numbers.
    assert(height + 1 < FTS5_DLIDX_HEIGHTS);
    struct fts5_dlidx_page *page = &dlidx->pages[height], *above = page + 1;
    if (page->bytes.failed) return fail_no_memory(err);
    page->bytes.ptr[0] = 1;
    enum offprint_status status = write_page(dlidx, height, err);
    if (status) return status;
    if (above->bytes.len == 0) {
        above->number = page->number;
        begin_page(above, true, page->number, page->first);
    }
    buffer_reset(&page->bytes);
    page->number++;
    return OFFPRINT_OK;
}

enum offprint_status fts5_dlidx_add(struct fts5_dlidx *dlidx, uint32_t leaf,
                                    int64_t id, struct offprint_error *err)
{
    uint32_t child = leaf;
    for (unsigned height = 0;; height++) {
        struct fts5_dlidx_page *page = &dlidx->pages[height];
        const bool full = page->bytes.len >= dlidx->page_size;
        if (full) {
            enum offprint_status status = turn_page(dlidx, height, err);
            if (status) return status;
        }
        if (page->bytes.len == 0)
            begin_page(page, !full, child, id);
        else
            fts5_varint_add(&page->bytes, (uint64_t)(id - page->last));
        if (page->bytes.failed) return fail_no_memory(err);
        page->last = id;
        if (!full) return OFFPRINT_OK;
        child = page->number; // a new page, of which the one above has to tell
    }
}

enum offprint_status fts5_dlidx_add_none(struct fts5_dlidx *dlidx,
                                         struct offprint_error *err)
{
    struct buffer *bytes = &dlidx->pages[0].bytes;
    if (fts5_dlidx_is_empty(dlidx)) return OFFPRINT_OK;
    fts5_varint_add(bytes, 0);
    return bytes->failed ? fail_no_memory(err) : OFFPRINT_OK;
}

enum offprint_status fts5_dlidx_keep(struct fts5_dlidx *dlidx,
                                     struct offprint_error *err)
{
    for (unsigned height = 0; dlidx->pages[height].bytes.len; height++) {
        enum offprint_status status = write_page(dlidx, height, err);
        if (status) return status;
    }
    fts5_dlidx_forget(dlidx);
    return OFFPRINT_OK;
}

void fts5_dlidx_forget(struct fts5_dlidx *dlidx)
{
    for (unsigned height = 0; dlidx->pages[height].bytes.len; height++)
        buffer_reset(&dlidx->pages[height].bytes);
}

void fts5_dlidx_free(struct fts5_dlidx *dlidx)
{
    for (unsigned height = 0; height < FTS5_DLIDX_HEIGHTS; height++)
        buffer_free(&dlidx->pages[height].bytes);
}
