#include <aw/aw.h>
#include <stdio.h>

aw_value main_coroutine(int n);

int main(void) {
    aw_value coroutine = main_coroutine(3);
    printf("%s", aw_repr(aw_send(coroutine, aw_none())));
    printf(" %s\n", aw_repr(aw_send(coroutine, aw_int(21))));
    return 0;
}
