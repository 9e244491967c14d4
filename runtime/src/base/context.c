/* Pools of references, and the scopes that are marks in them. */
#include "context.h"

#include <string.h>

/* The root context lives as long as the program: what it holds beyond a few entries goes back as soon as none is left. */
enum { ROOT_ENTRIES = 64 };
static aw__object *root_entries[ROOT_ENTRIES];
aw__context aw__root_context = {.pool = {root_entries, 0, ROOT_ENTRIES, 0}};
aw__context *aw__current = &aw__root_context;

static bool grow(aw__pool *pool) {
    uint32_t capacity = pool->capacity ? pool->capacity * 2 : 4;
    aw__object **entries;
    if (pool->entries == root_entries) {
        entries = aw__allocate(capacity * sizeof *entries);
        if (entries) memcpy(entries, root_entries, sizeof root_entries);
    } else {
        entries = aw__reallocate(pool->entries, pool->capacity * sizeof *entries, capacity * sizeof *entries);
    }
    if (!entries) return false;
    pool->entries = entries;
    pool->capacity = capacity;
    return true;
}

aw_value aw__own_in(aw__context *context, aw_value value) {
    if (!aw__is_object(value) || aw__object_of(value)->immortal) return value;
    aw__pool *pool = &context->pool;
    if (pool->count == pool->capacity && !grow(pool)) {
        aw__release(value);
        return aw__memory_error();
    }
    pool->entries[pool->count++] = aw__object_of(value);
    return value;
}

aw_value aw__own(aw_value value) { return aw__own_in(aw__current, value); }

bool aw__disown(aw__pool *pool, aw_value value, uint32_t mark) {
    if (!aw__is_object(value)) return false;
    for (uint32_t i = pool->count; i > mark; i--) {
        if (pool->entries[i - 1] != aw__object_of(value)) continue;
        for (pool->count--; i <= pool->count; i++) pool->entries[i - 1] = pool->entries[i];
        return true;
    }
    return false;
}

/* A release may run anything, and what that makes here goes the same way. */
void aw__pool_drop(aw__pool *pool, uint32_t mark) {
    for (uint32_t i = mark; i < pool->count; i++) {
        aw__object *dropped = pool->entries[i];
        pool->entries[i] = NULL;
        if (dropped) aw__object_release(dropped);
    }
    if (pool->count > mark) pool->count = mark;
    if (pool->count || pool != &aw__root_context.pool || pool->entries == root_entries) return;
    aw__free(pool->entries, pool->capacity * sizeof *pool->entries);
    pool->entries = root_entries;
    pool->capacity = ROOT_ENTRIES;
}

void aw__pool_fini(aw__pool *pool) {
    aw__pool_drop(pool, 0);
    aw__free(pool->entries, pool->capacity * sizeof *pool->entries);
    *pool = (aw__pool){NULL, 0, 0, 0};
}

uint32_t aw__pool_mark(void) { return aw__current->pool.count; }

aw__scope aw__scope_enter(void) {
    aw__pool *pool = &aw__current->pool;
    aw__scope scope = {pool, pool->mark, true};
    pool->mark = pool->count;
    return scope;
}

void aw__scope_end(aw__scope *scope) {
    aw__pool_drop(scope->pool, scope->pool->mark);
    scope->open = false;
}

bool aw__scope_renew(aw__scope *scope) {
    aw__pool_drop(scope->pool, scope->pool->mark);
    return false;
}

void aw__scope_leave(aw__scope *scope) { scope->pool->mark = scope->outer_mark; }

/* The kept entry takes the place of the scope's first, which goes to the end. */
aw_value aw_keep(aw_value value) {
    aw__pool *pool = &aw__current->pool;
    if (!aw__disown(pool, value, pool->mark)) aw__retain(value);
    uint32_t count = pool->count;
    value = aw__own(value);
    if (pool->count == count) return value;
    for (uint32_t i = count; i > pool->mark; i--) pool->entries[i] = pool->entries[i - 1];
    pool->entries[pool->mark++] = aw__object_of(value);
    return value;
}
