/* Assertions, live in builds with OURO_ASSERTIONS: cheap ones, which may stand in any function. */
#ifndef OURO_OS_ASSERT_H
#define OURO_OS_ASSERT_H

#if OURO_ASSERTIONS
#include <stdio.h>
#include <stdlib.h>
#define ouro__assert(condition)                                                                              \
    ((condition)                                                                                             \
         ? (void)0                                                                                           \
         : (fprintf(stderr, "%s:%d: assertion failed: %s\n", __FILE__, __LINE__, #condition), abort()))
#else
#define ouro__assert(condition) ((void)0)
#endif

#endif
