/* The tests of a program, as whoever runs them sees them. */
#ifndef AW_RUN_TEST_H
#define AW_RUN_TEST_H

#include <aw/test.h>

extern aw_test *aw__first_test; /* in the order of their definition */
/* Has the test that runs said AW_EXPECT_MISTAKES()? */
extern bool aw__mistakes_expected;

#endif
