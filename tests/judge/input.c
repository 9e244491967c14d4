/* Reads the flat form of JSON that scripts/judge.js writes, one token after the other:
 *     n  t  f  i-3;  d0.5;  s5:hello  [2 and two values  {1 and a key and a value; a count ends with ':' */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

static bool read_number(input *from, char end, const char **out_text) {
    const char *start = from->at;
    const char *stop = memchr(start, end, (size_t)(from->end - start));
    if (stop == NULL || stop == start) return false;
    from->at = stop + 1;
    *out_text = start;
    return true;
}

static bool read_items(input *from, node *out, size_t per_item) {
    const char *digits;
    if (!read_number(from, ':', &digits)) return false;
    unsigned long count = strtoul(digits, NULL, 10) * per_item;
    if (count > (size_t)(from->end - from->at)) return false;
    out->count = (uint32_t)count;
    out->items = memory_take((count + 1) * sizeof(node)); /* one null more: an argument that is left out */
    for (uint32_t i = 0; i < out->count; i++)
        if (!input_read(from, &out->items[i])) return false;
    return true;
}

static bool read_text(input *from, node *out) {
    const char *digits;
    if (!read_number(from, ':', &digits)) return false;
    size_t length = strtoul(digits, NULL, 10);
    if (length > (size_t)(from->end - from->at)) return false;
    char *copy = memory_take(length + 1);
    memcpy(copy, from->at, length);
    from->at += length;
    out->text = copy;
    return true;
}

bool input_read(input *from, node *out) {
    *out = (node){.type = NODE_NULL};
    if (from->at >= from->end) return false;
    const char *digits;
    switch (*from->at++) {
    case 'n':
        return true;
    case 't':
        out->type = NODE_TRUE;
        return true;
    case 'f':
        out->type = NODE_FALSE;
        return true;
    case 'i':
        out->type = NODE_INT;
        if (!read_number(from, ';', &digits)) return false;
        out->number = strtoll(digits, NULL, 10);
        return true;
    case 'd':
        out->type = NODE_DOUBLE;
        if (!read_number(from, ';', &digits)) return false;
        out->real = strtod(digits, NULL);
        return true;
    case 's':
        out->type = NODE_STRING;
        return read_text(from, out);
    case '[':
        out->type = NODE_LIST;
        return read_items(from, out, 1);
    case '{':
        out->type = NODE_MAP;
        return read_items(from, out, 2);
    default:
        return false;
    }
}

const node *node_member(const node *map, const char *key) {
    if (map == NULL || map->type != NODE_MAP) return NULL;
    for (uint32_t i = 0; i < map->count; i += 2)
        if (map->items[i].type == NODE_STRING && strcmp(map->items[i].text, key) == 0) return &map->items[i + 1];
    return NULL;
}
