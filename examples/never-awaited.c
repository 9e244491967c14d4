/* Try: c1.send(None): `forgetful` makes a coroutine and never awaits it, which is warned of when it is let go.
 * Then drop c2 before its first send: the same warning. Drop it after close(), or after a send: no warning. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(save, (const char *, name)) {
    printf("saving %s\n", name);
    AW_AWAIT(aw_suspend(aw_string("saving")));
    return aw_string(name);
}

AW_ASYNC(forgetful) {
    AW_SCOPE {
        aw_value draft = save("the draft"); // the mistake: made, but its body never runs
        (void)draft;
    }
    return AW_AWAIT(save("the letter"));
}
