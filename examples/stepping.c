/* Without a loop: what an await hands out arrives at whoever calls send(), and what is sent becomes the value of the await.
 * `pause` is a class with __await__, as a loop's own futures are. */
#include <aw/aw.h>
#include <stdio.h>

typedef struct pause_data {
    aw_value what;
    bool asked;
} pause_data;

static aw_value pause_await(void *self) { return aw_object_of(self); }

static aw_value pause_next(void *self) {
    pause_data *pause = self;
    if (pause->asked) return aw_stop(aw_none());
    pause->asked = true;
    return pause->what;
}

static aw_value pause_send(void *self, aw_value answer) {
    (void)self;
    return aw_stop(answer);
}

static const aw_object_type pause_type = {.name = "Pause", .await = pause_await, .next = pause_next, .send = pause_send};

static aw_value pause_for(const char *what) {
    aw_value made = AW_TRY(aw_object_new(&pause_type, sizeof(pause_data)));
    ((pause_data *)aw_object_data(made, &pause_type))->what = aw_string(what);
    AW_TRY(aw_object_hold(made, ((pause_data *)aw_object_data(made, &pause_type))->what));
    return made;
}

AW_ASYNC(brew, (int, cups)) {
    aw_value water = AW_AWAIT(pause_for("fill in water"));
    aw_value coffee = AW_AWAIT(pause_for("fill in coffee"));
    return aw_format("%d cups of %s with %s", cups, aw_str(coffee), aw_str(water));
}

AW_ASYNC(breakfast) {
    aw_value pot = AW_AWAIT(brew(2));
    return aw_format("Here are %s.", aw_str(pot));
}

AW_ASYNC(main_coroutine) {
    aw_value c = breakfast();
    printf("%s\n", aw_str(AW_TRY(aw_send(c, aw_none()))));
    printf("%s\n", aw_str(AW_TRY(aw_send(c, aw_string("spring water")))));
    aw_value last = aw_send(c, aw_string("mocha"));
    AW_EXCEPT(last, AW_STOP_ITERATION, stop) { printf("%s\n", aw_str(aw_stop_value(stop))); }
    return aw_none();
}
