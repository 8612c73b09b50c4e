#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"

bool buffer_reserve(struct buffer *buffer, size_t size)
{
    if (buffer->room - buffer->len >= size) return true;
    size_t room = buffer->room ? buffer->room : 256;
    while (room - buffer->len < size) {
        if (room > SIZE_MAX / 2) goto failed;
        room *= 2;
    }
    char *ptr = realloc(buffer->ptr, room);
    if (!ptr) goto failed;
    buffer->ptr = ptr;
    buffer->room = room;
    return true;
failed:
    buffer->failed = true;
    return false;
}

void buffer_add(struct buffer *buffer, struct slice text)
{
    if (text.len == 0 || !buffer_reserve(buffer, text.len)) return;
    memcpy(buffer->ptr + buffer->len, text.ptr, text.len);
    buffer->len += text.len;
}

void buffer_add_byte(struct buffer *buffer, char byte)
{
    if (!buffer_reserve(buffer, 1)) return;
    buffer->ptr[buffer->len++] = byte;
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, slice_of(string));
}

void buffer_add_code_point(struct buffer *buffer, uint32_t code_point)
{
    char bytes[UTF8_MAX];
    buffer_add(buffer, (struct slice){ bytes, utf8_encode(code_point, bytes) });
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !buffer_reserve(buffer, (size_t)len + 1)) return;
    va_start(args, format);
    vsnprintf(buffer->ptr + buffer->len, (size_t)len + 1, format, args);
    va_end(args);
    buffer->len += (size_t)len;
}

struct slice buffer_slice(const struct buffer *buffer)
{
    return (struct slice){ buffer->ptr, buffer->len };
}

const char *buffer_string(struct buffer *buffer)
{
    if (!buffer_reserve(buffer, 1)) return NULL;
    buffer->ptr[buffer->len] = '\0';
    return buffer->ptr;
}

void buffer_reset(struct buffer *buffer)
{
    buffer->len = 0;
    buffer->failed = false;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->ptr);
    *buffer = (struct buffer){ 0 };
}

void *array_grow(void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room) return array;
    size_t wanted = *room ? *room * 2 : 16;
    if (wanted <= count || wanted > SIZE_MAX / size) return NULL;
    void *grown = realloc(array, wanted * size);
    if (!grown) return NULL;
    if (wanted * size >= MEMORY_LARGE) memory_expect_use(grown, wanted * size);
    *room = wanted;
    return grown;
}
