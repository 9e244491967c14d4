/* Small tests whose outcome depends on the order that tasks run in, one for each thing that tasks can have in common. What happened is the message of the error that ends each. */
#include <aw/aw.h>

#include <stdlib.h>
#include <string.h>

static char happened[256];
static int number, other;

static void note(const char *what) { strcat(happened, what); }
#define END return aw_raise(AW_VALUE_ERROR, "%s %d %d", happened, number, other)

static aw_value wait_all(aw_value tasks) { return aw_wait(tasks, AW_ALL_COMPLETED, AW_NO_TIMEOUT); }

AW_ASYNC(hop) {
    AW_AWAIT(aw_sleep(0));
    return aw_int(7);
}
AW_ASYNC(fails, (const char *, why), (int, hops)) {
    for (int i = 0; i < hops; i++) AW_AWAIT(aw_sleep(0));
    return aw_raise(AW_RUNTIME_ERROR, "%s", why);
}
AW_ASYNC(cancels, (aw_value, task)) {
    note(aw_truth(aw_cancel(task)) ? "k" : "n");
    return aw_none();
}

/* -- memory -- */

AW_ASYNC(increment, (int *, what)) {
    int before = *what;
    AW_AWAIT(aw_sleep(0));
    *what = before + 1;
    return aw_none();
}
AW_TEST(a_global) {
    AW_AWAIT(aw_gather(increment(&number), increment(&number)));
    END;
}
AW_TEST(a_local) {
    int local = 0;
    AW_AWAIT(aw_gather(increment(&local), increment(&local)));
    number = local;
    END;
}
AW_TEST(nothing_in_common) {
    aw_value queue = aw_queue_new(0);
    AW_AWAIT(aw_gather(increment(&number), increment(&other), aw_queue_put(queue, aw_none())));
    END;
}
static int *block;
AW_ASYNC(owns_block) {
    block = malloc(sizeof *block);
    *block = 3;
    AW_AWAIT(aw_sleep(0));
    number = *block + 2;
    free(block);
    block = NULL;
    return aw_none();
}
AW_ASYNC(uses_block) {
    if (block) *block *= 10;
    return aw_none();
}
AW_TEST(a_block) {
    AW_AWAIT(aw_gather(owns_block(), uses_block()));
    END;
}
static aw_value list;
AW_ASYNC(appends, (int, what)) {
    AW_TRY(aw_append(list, aw_int(what)));
    AW_AWAIT(aw_sleep(0));
    return aw_append(list, aw_int(what));
}
AW_TEST(a_list) {
    list = AW_TRY(AW_LIST(aw_int(0)));
    AW_AWAIT(aw_gather(appends(1), appends(2)));
    note(aw_repr(list));
    END;
}

/* -- memory that the runtime reads or writes for the program -- */

static aw_value items[2], got;
static char data[64] = "old";
static aw_site site;

AW_ASYNC(changes_memory) {
    items[0] = aw_int(2);
    data[0] = 'n';
    return aw_none();
}
AW_ASYNC(takes_memory, (const char *, how)) {
    aw_value taken = aw_none();
    if (strcmp(how, "list") == 0) taken = aw_list_of(2, items);
    if (strcmp(how, "tuple") == 0) taken = aw_tuple_of(2, items);
    if (strcmp(how, "exception") == 0) taken = aw_exception_of(AW_VALUE_ERROR, 2, items);
    if (strcmp(how, "string") == 0) taken = aw_string_of(data, sizeof data);
    if (strcmp(how, "bytes") == 0) taken = aw_bytes(data, sizeof data);
    if (strcmp(how, "name") == 0) taken = aw_string(aw_task_name(AW_TRY(aw_create_task_named(hop(), data))));
    note(aw_repr(AW_TRY(taken)));
    return aw_none();
}
static aw_value race_for_memory(const char *how) {
    items[0] = items[1] = aw_int(1);
    return AW_AWAIT(aw_gather(takes_memory(how), changes_memory()));
}
AW_TEST(memory_that_is_read_for_a_list) {
    AW_TRY(race_for_memory("list"));
    END;
}
AW_TEST(memory_that_is_read_for_a_tuple) {
    AW_TRY(race_for_memory("tuple"));
    END;
}
AW_TEST(memory_that_is_read_for_an_exception) {
    AW_TRY(race_for_memory("exception"));
    END;
}
AW_TEST(memory_that_is_read_for_a_string) {
    AW_TRY(race_for_memory("string"));
    END;
}
AW_TEST(memory_that_is_read_for_bytes) {
    AW_TRY(race_for_memory("bytes"));
    END;
}
AW_TEST(memory_that_is_read_for_a_name) {
    AW_TRY(race_for_memory("name"));
    END;
}
AW_GENERATOR(gives) {
    AW_YIELD(aw_int(7));
    return aw_none();
}
AW_ASYNC(gives_into, (aw_value *, where), (bool, whole)) {
    aw_value generator = gives();
    if (aw_iter_send(generator, aw_none(), where) != AW_STEP_NEXT) return *where;
    if (whole) aw_cr_frame(generator, &site);
    return aw_none();
}
AW_ASYNC(looks_into) {
    number = (int)aw_as_int(got);
    other = site.line > 0;
    return aw_none();
}
AW_TEST(memory_that_a_result_is_written_to) {
    got = aw_int(0);
    AW_AWAIT(aw_gather(gives_into(&got, false), looks_into()));
    END;
}
AW_TEST(memory_that_a_frame_is_written_to) {
    aw_value own;
    got = aw_int(0);
    AW_AWAIT(aw_gather(gives_into(&own, true), looks_into()));
    END;
}
AW_ASYNC(throws_items, (aw_value, generator)) {
    aw_value result = aw_throw_args(generator, 2, items);
    AW_EXCEPT(result, AW_EXCEPTION, e) { note(aw_repr(e)); }
    return aw_none();
}
AW_ASYNC(changes_arguments) {
    items[1] = aw_int(5);
    return aw_none();
}
AW_TEST(memory_that_is_read_for_a_throw) {
    items[0] = aw_kind_value(AW_VALUE_ERROR);
    items[1] = aw_int(1);
    AW_AWAIT(aw_gather(throws_items(gives()), changes_arguments()));
    END;
}

/* -- queues, locks and their like -- */

AW_ASYNC(puts_item, (aw_value, queue), (const char *, what)) { return AW_AWAIT(aw_queue_put(queue, aw_string(what))); }
AW_ASYNC(gets_item, (aw_value, queue), (const char *, me)) {
    aw_value item = aw_await(aw_queue_get(queue));
    AW_EXCEPT(item, AW_CANCELLED_ERROR) {
        note("c");
        return aw_none();
    }
    note(me);
    note(aw_as_string(item));
    return aw_none();
}
AW_TEST(a_queue) {
    aw_value queue = aw_queue_new(1);
    AW_AWAIT(aw_gather(puts_item(queue, "x"), puts_item(queue, "y"), gets_item(queue, "")));
    END;
}
AW_TEST(a_getter_that_is_cancelled) {
    aw_value queue = aw_queue_new(0), getter = aw_create_task(gets_item(queue, "1"));
    AW_AWAIT(aw_gather(cancels(getter), puts_item(queue, "x")));
    AW_AWAIT(wait_all(AW_LIST(getter)));
    number = (int)aw_queue_size(queue);
    END;
}
AW_ASYNC(locks, (aw_value, lock), (const char *, me)) {
    AW_WITH(lock) {
        note(me);
        AW_AWAIT(aw_sleep(0));
        note(me);
    }
    return aw_none();
}
AW_TEST(a_lock) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_gather(locks(lock, "1"), locks(lock, "2")));
    END;
}
AW_TEST(a_semaphore) {
    aw_value semaphore = aw_semaphore_new(2);
    AW_AWAIT(aw_gather(locks(semaphore, "1"), locks(semaphore, "2")));
    END;
}
AW_ASYNC(acquires, (aw_value, semaphore), (const char *, me)) {
    aw_value acquired = aw_await(aw_semaphore_acquire(semaphore));
    AW_EXCEPT(acquired, AW_CANCELLED_ERROR) {
        note("c");
        return aw_none();
    }
    note(me);
    return aw_semaphore_release(semaphore);
}
AW_ASYNC(releases, (aw_value, semaphore)) { return aw_semaphore_release(semaphore); }
AW_TEST(a_semaphore_whose_waiter_is_cancelled) {
    aw_value semaphore = aw_semaphore_new(0), waits = aw_create_task(acquires(semaphore, "1"));
    AW_AWAIT(aw_gather(cancels(waits), releases(semaphore)));
    AW_AWAIT(wait_all(AW_LIST(waits)));
    END;
}
AW_ASYNC(waits_for_event, (aw_value, event)) {
    AW_AWAIT(aw_event_wait(event));
    note("w");
    return aw_none();
}
AW_ASYNC(pulses, (aw_value, event)) {
    AW_TRY(aw_event_set(event));
    AW_AWAIT(aw_sleep(0));
    note("p");
    return aw_event_clear(event);
}
AW_TEST(an_event) {
    aw_value event = aw_event_new(), waits = aw_create_task(waits_for_event(event));
    AW_AWAIT(pulses(event));
    AW_AWAIT(aw_sleep(1));
    aw_cancel(waits);
    AW_AWAIT(wait_all(AW_LIST(waits)));
    END;
}
AW_ASYNC(consumes, (aw_value, condition), (const char *, me)) {
    AW_WITH(condition) {
        while (number == 0) AW_AWAIT(aw_condition_wait(condition));
        number--;
        note(me);
    }
    return aw_none();
}
AW_ASYNC(produces, (aw_value, condition)) {
    AW_WITH(condition) {
        number += 2;
        AW_TRY(aw_condition_notify_all(condition));
    }
    return aw_none();
}
AW_TEST(a_condition) {
    aw_value condition = aw_condition_new(aw_none());
    AW_AWAIT(aw_gather(consumes(condition, "1"), consumes(condition, "2"), produces(condition)));
    END;
}
AW_ASYNC(meets, (aw_value, barrier), (const char *, me)) {
    number = number * 10 + (int)aw_as_int(AW_AWAIT(aw_barrier_wait(barrier)));
    note(me);
    return aw_none();
}
AW_TEST(a_barrier) {
    aw_value barrier = aw_barrier_new(2);
    AW_AWAIT(aw_gather(meets(barrier, "1"), meets(barrier, "2")));
    END;
}

/* -- futures and tasks -- */

AW_ASYNC(sets, (aw_value, future), (int, result)) {
    aw_value set = aw_future_set_result(future, aw_int(result));
    AW_EXCEPT(set, AW_INVALID_STATE_ERROR) { note("!"); }
    return aw_none();
}
AW_ASYNC(is_done, (aw_value, future)) {
    note(aw_future_done(future) ? "d" : "p");
    return aw_none();
}
AW_TEST(a_future) {
    aw_value future = aw_future_new();
    AW_AWAIT(aw_gather(sets(future, 1), sets(future, 2), is_done(future)));
    number = (int)aw_as_int(aw_future_result(future));
    END;
}
static aw_value on_done(aw_value future, aw_value argument) {
    (void)future;
    note(aw_as_string(argument));
    return aw_none();
}
AW_ASYNC(adds_callback, (aw_value, future)) { return aw_add_done_callback(future, on_done, aw_string("b")); }
AW_ASYNC(removes_callback, (aw_value, future)) {
    other = (int)aw_as_int(aw_remove_done_callback(future, on_done, aw_string("b")));
    return aw_none();
}
AW_TEST(done_callbacks) {
    aw_value future = aw_future_new();
    AW_AWAIT(aw_gather(adds_callback(future), removes_callback(future), sets(future, 1)));
    AW_AWAIT(aw_sleep(0));
    END;
}
AW_ASYNC(counts_requests, (aw_value, task)) {
    number = (int)aw_task_cancelling(task);
    return aw_task_uncancel(task);
}
AW_TEST(requests_to_cancel) {
    aw_value task = aw_create_task(hop());
    AW_AWAIT(aw_gather(cancels(task), counts_requests(task)));
    AW_AWAIT(wait_all(AW_LIST(task)));
    note(aw_future_cancelled(task) ? "c" : "d");
    END;
}
AW_ASYNC(shows_name, (aw_value, task)) {
    note(aw_task_name(task));
    return aw_none();
}
AW_ASYNC(renames, (aw_value, task)) { return aw_task_set_name(task, "new"); }
AW_TEST(a_name) {
    aw_value task = aw_create_task_named(hop(), "old");
    AW_AWAIT(aw_gather(shows_name(task), renames(task)));
    AW_AWAIT(task);
    END;
}
AW_ASYNC(counts_tasks) {
    number = (int)aw_length(aw_all_tasks());
    return aw_none();
}
AW_TEST(all_tasks) {
    AW_AWAIT(aw_gather(counts_tasks(), hop()));
    END;
}
AW_ASYNC(awaits, (aw_value, awaitable), (const char *, me)) {
    aw_value result = aw_await(awaitable);
    AW_EXCEPT(result, AW_EXCEPTION) { note("!"); }
    note(me);
    return aw_none();
}
AW_TEST(a_coroutine) {
    aw_value shared = hop();
    AW_AWAIT(aw_gather(awaits(shared, "1"), awaits(shared, "2")));
    END;
}
AW_TEST(an_operation) {
    aw_value queue = aw_queue_new(0), get = aw_queue_get(queue);
    AW_TRY(aw_queue_put_nowait(queue, aw_int(1)));
    AW_AWAIT(aw_gather(awaits(get, "1"), awaits(get, "2")));
    END;
}
AW_ASYNC(looks_at, (aw_value, coroutine)) {
    note(aw_coroutine_state_name(coroutine) + 5);
    return aw_none();
}
AW_TEST(the_state_of_a_coroutine) {
    aw_value looked_at = hop();
    AW_AWAIT(aw_gather(awaits(looked_at, ""), looks_at(looked_at)));
    END;
}
AW_GENERATOR(counter) {
    for (int i = 0; i < 3; i++) AW_YIELD(aw_int(i));
    return aw_none();
}
AW_ASYNC(pulls, (aw_value, generator), (const char *, me)) {
    for (int i = 0; i < 2; i++) {
        note(me);
        number = number * 10 + (int)aw_as_int(AW_TRY(aw_next(generator)));
        if (i == 0) AW_AWAIT(aw_sleep(0));
        if (number > 0) break;
    }
    return aw_none();
}
AW_TEST(a_generator) {
    aw_value generator = counter();
    AW_AWAIT(aw_gather(pulls(generator, "1"), pulls(generator, "2")));
    END;
}
AW_ASYNC_GENERATOR(slow_counter) {
    for (int i = 0; i < 3; i++) {
        AW_AWAIT(aw_sleep(0));
        AW_YIELD(aw_int(i));
    }
    return aw_none();
}
AW_TEST(an_asynchronous_generator) {
    aw_value generator = slow_counter();
    AW_AWAIT(aw_gather(awaits(aw_anext(generator), "1"), awaits(aw_aclose(generator), "2")));
    AW_AWAIT(aw_aclose(generator));
    END;
}

/* -- what nobody holds any more -- */

static void fini(void *self) {
    (void)self;
    other = 10 + number;
}
static const aw_object_type thing = {.name = "Thing", .fini = fini};
AW_ASYNC(holds, (aw_value, held)) {
    (void)held;
    AW_AWAIT(aw_sleep(0));
    return aw_none();
}
AW_ASYNC(holds_and_counts, (aw_value, held)) {
    AW_SCOPE { AW_AWAIT(held); }
    number = 1;
    return aw_none();
}
/* Two hold it: one of them counts after it has let go. */
static aw_value shared_by_two(aw_value held) {
    AW_TRY(held);
    AW_TRY(aw_create_task(holds(held)));
    AW_TRY(aw_create_task(holds_and_counts(holds(held))));
    return aw_none();
}
AW_TEST(an_object_that_nobody_holds) {
    AW_SCOPE { AW_TRY(shared_by_two(aw_object_new(&thing, 4))); }
    for (int i = 0; i < 4; i++) AW_AWAIT(aw_sleep(0.001));
    END;
}
AW_TEST(a_list_that_nobody_holds) {
    AW_SCOPE { AW_TRY(shared_by_two(AW_LIST(aw_object_new(&thing, 4)))); }
    for (int i = 0; i < 4; i++) AW_AWAIT(aw_sleep(0.001));
    END;
}
AW_GENERATOR(closes) {
    AW_SCOPE {
        AW_DEFER(fini, NULL);
        AW_YIELD(aw_none());
    }
    return aw_none();
}
static aw_value begun(aw_value generator) {
    AW_TRY(aw_next(generator));
    return generator;
}
AW_TEST(a_generator_that_nobody_holds) {
    AW_SCOPE { AW_TRY(shared_by_two(begun(closes()))); }
    for (int i = 0; i < 4; i++) AW_AWAIT(aw_sleep(0.001));
    END;
}

/* -- what is set for all -- */

AW_ASYNC(renames_coroutine, (aw_value, coroutine), (bool, wholly)) {
    return wholly ? aw_set_coroutine_qualname(coroutine, aw_string("new")) : aw_set_coroutine_name(coroutine, aw_string("new"));
}
AW_ASYNC(shows_coroutine, (aw_value, coroutine)) {
    note(aw_coroutine_name(coroutine));
    note(aw_coroutine_qualname(coroutine));
    return aw_none();
}
AW_TEST(the_name_of_a_coroutine) {
    aw_value coroutine = gives();
    AW_AWAIT(aw_gather(shows_coroutine(coroutine), renames_coroutine(coroutine, false), renames_coroutine(coroutine, true)));
    END;
}
AW_ASYNC(sets_depth) { return aw_set_coroutine_origin_tracking_depth(0); }
AW_ASYNC(makes_coroutine) {
    aw_value coroutine = hop();
    number = !aw_is_none(AW_TRY(aw_cr_origin(coroutine)));
    return aw_close(coroutine);
}
AW_TEST(the_depth_of_origins) {
    AW_TRY(aw_set_coroutine_origin_tracking_depth(2));
    AW_AWAIT(aw_gather(makes_coroutine(), sets_depth()));
    END;
}
static aw_value on_warning(const char *text) {
    (void)text;
    note("w");
    return aw_none();
}
AW_ASYNC(hears_warnings) {
    aw_set_warning_hook(on_warning);
    return aw_none();
}
AW_ASYNC(forgets_a_coroutine) {
    AW_SCOPE { (void)hop(); }
    return aw_none();
}
AW_TEST(the_hook_of_warnings) {
    AW_EXPECT_MISTAKES();
    AW_AWAIT(aw_gather(hears_warnings(), forgets_a_coroutine()));
    aw_set_warning_hook(NULL);
    END;
}

/* -- many at once, and time -- */

AW_ASYNC(waits_a_while) {
    AW_AWAIT(aw_sleep(0.5));
    return aw_none();
}
AW_ASYNC(looks_at_timers) {
    number = aw_loop_next_timer() < 1;
    return aw_none();
}
AW_TEST(the_next_timer) {
    AW_AWAIT(aw_gather(looks_at_timers(), waits_a_while()));
    END;
}

AW_TEST(gather_of_two_that_fail) {
    AW_EXPECT_MISTAKES();
    aw_value result = aw_await(aw_gather(fails("1", 0), fails("2", 0)));
    AW_EXCEPT(result, AW_RUNTIME_ERROR, e) { note(aw_str(e)); }
    AW_AWAIT(aw_sleep(0));
    END;
}
AW_ASYNC(in_group) {
    aw_value group = aw_task_group_new();
    AW_WITH(group) {
        AW_TRY(aw_task_group_create_task(group, fails("1", 0)));
        AW_TRY(aw_task_group_create_task(group, fails("2", 0)));
    }
    return aw_none();
}
AW_TEST(a_group_of_two_that_fail) {
    aw_value result = aw_await(in_group());
    AW_EXCEPT(result, AW_EXCEPTION, e) { note(aw_repr(e)); }
    END;
}
AW_ASYNC(sleeps, (double, delay)) {
    AW_AWAIT(aw_sleep(delay));
    note("s");
    return aw_none();
}
AW_TEST(wait_for_what_takes_as_long) {
    aw_value result = aw_await(aw_wait_for(sleeps(1), 1));
    AW_EXCEPT(result, AW_TIMEOUT_ERROR) { note("T"); }
    END;
}
AW_ASYNC(puts_later, (aw_value, queue)) {
    AW_AWAIT(aw_sleep(1));
    return AW_AWAIT(aw_queue_put(queue, aw_none()));
}
AW_ASYNC(gets_in_time, (aw_value, queue)) {
    aw_value limit = AW_TRY(aw_timeout(1));
    AW_WITH(limit) { AW_AWAIT(aw_queue_get(queue)); }
    return aw_none();
}
AW_TEST(a_timeout) {
    aw_value queue = aw_queue_new(0), puts = aw_create_task(puts_later(queue));
    aw_value result = aw_await(gets_in_time(queue));
    AW_EXCEPT(result, AW_TIMEOUT_ERROR) { note("T"); }
    AW_AWAIT(puts);
    number = (int)aw_queue_size(queue);
    END;
}
AW_TEST(wait_for_the_first) {
    aw_value one = aw_create_task(sleeps(1)), two = aw_create_task(sleeps(1));
    number = (int)aw_length(aw_item(AW_AWAIT(aw_wait(AW_LIST(one, two), AW_FIRST_COMPLETED, AW_NO_TIMEOUT)), 0));
    AW_AWAIT(wait_all(AW_LIST(one, two)));
    END;
}
static aw_value callback(aw_value what) {
    note(aw_as_string(what));
    return aw_none();
}
static aw_value handle;
static aw_value cancels_handle(aw_value unused) {
    (void)unused;
    aw_handle_cancel(handle);
    note("c");
    return aw_none();
}
AW_TEST(timers) {
    AW_TRY(aw_call_later(1, cancels_handle, aw_none()));
    handle = AW_TRY(aw_call_later(1, callback, aw_string("1")));
    AW_TRY(aw_call_soon(callback, aw_string("2")));
    AW_TRY(aw_call_soon(callback, aw_string("3")));
    AW_AWAIT(aw_sleep(2));
    END;
}
AW_ASYNC(shielded, (aw_value, task)) {
    aw_value result = aw_await(aw_shield(task));
    note(aw_is_error(result) ? "C" : "r");
    return result;
}
AW_TEST(a_shield) {
    aw_value future = aw_future_new(), waits = aw_create_task(shielded(future)), ends = aw_create_task(cancels(waits));
    AW_AWAIT(aw_sleep(0));
    AW_TRY(aw_future_set_result(future, aw_none()));
    AW_AWAIT(wait_all(AW_LIST(waits, ends)));
    END;
}
