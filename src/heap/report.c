/* Reports of memory crimes. */
#include "heap/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void ouro__heap_crime(const ouro_heap *h, const char *format, ...)
{
    char report[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(report, sizeof report, format, arguments);
    va_end(arguments);
    if (h->crime) {
        h->crime(h->crime_context, report);
        return;
    }
    fprintf(stderr, "ouro: memory error: %s\n", report);
    fflush(stderr);
    abort();
}
