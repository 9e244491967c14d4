/* asend() hands a value to an asynchronous generator, whose yield gives it; what it yields next is the answer. athrow() raises an error at the yield.
 * libawait run async-averager.c */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC_GENERATOR(averager) {
    double sum = 0;
    int count = 0;
    AW_WATCH(sum, count);
    for (;;) {
        aw_value number = aw_yield(count ? aw_double(sum / count) : aw_none());
        AW_EXCEPT(number, AW_VALUE_ERROR, e) {
            printf("starting over: %s\n", aw_str(e));
            sum = count = 0;
        }
        if (aw_is_none(AW_TRY(number))) continue;
        AW_AWAIT(aw_sleep(0.1));
        sum += aw_as_double(number);
        count++;
    }
}

AW_ASYNC(main_coroutine) {
    aw_value average = averager();
    AW_AWAIT(aw_anext(average)); /* to its first yield */
    int numbers[] = {10, 20, 60};
    for (int i = 0; i < 3; i++) printf("%d -> %s\n", numbers[i], aw_repr(AW_AWAIT(aw_asend(average, aw_int(numbers[i])))));
    printf("athrow -> %s\n", aw_repr(AW_AWAIT(aw_athrow(average, aw_exception(AW_VALUE_ERROR, "a new day")))));
    printf("7 -> %s\n", aw_repr(AW_AWAIT(aw_asend(average, aw_int(7)))));
    AW_AWAIT(aw_aclose(average));
    aw_value after = aw_await(aw_anext(average));
    AW_EXCEPT(after, AW_STOP_ASYNC_ITERATION) { puts("it has ended"); }
    return after;
}
