/* Two others are awaited, one after the other: `libawait run` drives main_coroutine to its end and prints what it returns.
 * Here you are the one who drives it. Try: send(None) again and again, and watch who is suspended, and where. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(greet, (const char *, name), (int, times)) {
    for (int i = 0; i < times; i++) {
        printf("hello, %s\n", name);
        AW_AWAIT(aw_suspend(aw_none()));
    }
    return aw_int(times);
}

AW_ASYNC(main_coroutine) {
    aw_value cats = AW_AWAIT(greet("cats", 2));
    aw_value dogs = AW_AWAIT(greet("dogs", 1));
    return AW_LIST(cats, dogs);
}
