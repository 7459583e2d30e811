/* Two Pythons in one process: a runtime in each of two threads, each under a limit of 32 MiB, sharing
 * nothing.
 *
 * Each thread passes a number in, runs a program that wants more memory than the limit allows, catches the
 * MemoryError, goes on in the same runtime and reads a result back.
 *
 *     cc two_runtimes.c $(pkg-config --cflags --libs ouro) -pthread && ./a.out */
#include <ouro.h>

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char greedy[] = "def hoard():\n"
                             "    rows = []\n"
                             "    while True:\n"
                             "        rows.append([size] * 1000)\n"
                             "hoard()\n";

static const char modest[] = "squares = {n: n * n for n in range(size)}\n"
                             "total = sum(squares.values())\n"
                             "words = ' '.join(['row', 'column'] * 2)\n";

/* What a thread does and has to say; main prints it, so that the order is always the same. */
typedef struct worker {
    pthread_t thread;
    int64_t size;
    char report[1024];
    bool failed;
} worker;

static void say(worker *w, const char *format, ...)
{
    size_t used = strlen(w->report);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(w->report + used, sizeof w->report - used, format, arguments);
    va_end(arguments);
}

/* Passes a number in as the global `size`. */
static int pass_in(ouro_runtime *rt, int64_t size)
{
    ouro_object *value = ouro_new_int(rt, size);
    if (!value)
        return -1;
    int status = ouro_set(rt, "size", value);
    ouro_decref(rt, value);
    return status;
}

/* Runs the program that asks for too much: true when that ended as it should. */
static bool run_greedy(ouro_runtime *rt, worker *w)
{
    if (ouro_exec(rt, greedy, "greedy.py") == 0 || strcmp(ouro_error_class(rt), "MemoryError") != 0)
        return false;
    say(w, "  the greedy program ended with %s\n", ouro_error_class(rt));
    ouro_error_clear(rt);
    ouro_memory memory = {.size = sizeof memory};
    ouro_memory_get(rt, &memory);
    say(w, "  the limit of %zu MiB was kept: %s\n", memory.limit >> 20,
        memory.committed_peak <= memory.limit ? "yes" : "no");
    return true;
}

/* The same runtime goes on, and two values are read back. */
static bool run_modest(ouro_runtime *rt, worker *w)
{
    if (ouro_exec(rt, modest, "modest.py") < 0)
        return false;
    ouro_object *total = ouro_get(rt, "total"), *words = total ? ouro_get(rt, "words") : NULL;
    char *text = words ? ouro_text(rt, words) : NULL;
    int64_t number = 0;
    bool read = text && ouro_as_int(rt, total, &number) == 0;
    if (read)
        say(w, "  the modest one went on: the sum of %lld squares is %lld; \"%s\"\n", (long long)w->size,
            (long long)number, text);
    ouro_free_text(rt, text);
    ouro_xdecref(rt, words);
    ouro_xdecref(rt, total);
    return read;
}

static void *work(void *context)
{
    worker *w = context;
    ouro_options options = OURO_OPTIONS_INIT;
    options.memory_limit = (size_t)32 << 20;
    ouro_runtime *rt = ouro_open(&options);
    if (!rt) {
        say(w, "  no memory to open a runtime\n");
        w->failed = true;
        return NULL;
    }
    w->failed = pass_in(rt, w->size) < 0 || !run_greedy(rt, w) || !run_modest(rt, w);
    char *error = ouro_error_text(rt);
    if (error)
        say(w, "%s", error);
    ouro_free_text(rt, error);
    ouro_error_clear(rt);
    int64_t left = ouro_close(rt);
    say(w, "  closed; blocks left: %lld\n", (long long)left);
    w->failed |= left != 0;
    return NULL;
}

int main(void)
{
    worker workers[2] = {{.size = 1000}, {.size = 2000}};
    for (int i = 0; i < 2; i++)
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
            return 1;
    bool failed = false;
    for (int i = 0; i < 2; i++) {
        pthread_join(workers[i].thread, NULL);
        printf("Runtime %d\n%s", i + 1, workers[i].report);
        failed |= workers[i].failed;
    }
    return failed;
}
