/* A program that imports a function of its own. */
#include <aw/aw.h>

__attribute__((import_module("env"), import_name("not_there"))) void not_there(int number);

AW_ASYNC(calls_it) {
    not_there(42);
    return aw_none();
}
