/* A window on src/syntax/ for the scripts that compare it with CPython.
 *
 *   syntax_tool dump FILE     the tree, as ast.dump(..., include_attributes=True), or the error
 *   syntax_tool error FILE    the error alone, one field a line, or "ok"
 *   syntax_tool report FILE   the error as the interpreter prints it on stderr, or nothing
 *   syntax_tool time FILE N   parses N times; prints the microseconds of the fastest
 *   syntax_tool serve         reads "COMMAND LENGTH\n" and the source, again and again; answers each
 *                             with "LENGTH\n" and the answer (COMMAND: dump or error, with -eval or
 *                             -single behind for those modes)
 */
#include "syntax/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STACK = 6 << 20 };

static const char *stack_limit;

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    size_t capacity = 1 << 16;
    char *bytes = malloc(capacity);
    *length = 0;
    for (size_t got; (got = fread(bytes + *length, 1, capacity - *length, file)) > 0;) {
        *length += got;
        if (*length == capacity)
            bytes = realloc(bytes, capacity *= 2);
    }
    fclose(file);
    return bytes;
}

static const char *const kinds[] = {"none",        "SyntaxError",    "IndentationError", "TabError",
                                    "MemoryError", "RecursionError", "ValueError",       "callback"};

static char *print_error(const ouro_syntax_error *e)
{
    char *text;
    if (asprintf(&text, "%s\n%s\n%d %d %d %d\n%s", kinds[e->kind], e->message, (int)e->line, (int)e->column,
                 (int)e->end_line, (int)e->end_column, e->text ? e->text : "") < 0)
        abort();
    return text;
}

static char *run(const char *command, const char *source, size_t length, const char *filename, size_t *size)
{
    ouro_region region;
    ouro__region_init(&region, NULL);
    ouro_parse_input in = {
        .source = source, .length = length, .filename = filename, .stack_limit = stack_limit};
    if (strstr(command, "-eval"))
        in.mode = OURO_PARSE_EVAL;
    if (strstr(command, "-single"))
        in.mode = OURO_PARSE_SINGLE;
    if (filename)
        in.flags = OURO_PARSE_FROM_FILE;
    ouro_module_node *module;
    ouro_syntax_error error;
    char *answer;
    if (ouro__parse(&in, &region, &module, &error) != OURO_PARSE_OK) {
        answer = print_error(&error);
    } else if (strncmp(command, "dump", 4) == 0) {
        size_t dumped;
        char *text = ouro__ast_dump(module, true, &region, stack_limit, &dumped);
        answer = strdup(text ? text : "too deep");
    } else {
        answer = strdup("ok");
    }
    *size = strlen(answer);
    ouro__region_clear(&region);
    return answer;
}

static void time_parse(const char *source, size_t length, int rounds)
{
    double best = 1e9;
    for (int i = 0; i < rounds; i++) {
        struct timespec from, to;
        ouro_region region;
        ouro__region_init(&region, NULL);
        ouro_parse_input in = {.source = source, .length = length};
        ouro_module_node *module;
        ouro_syntax_error error;
        clock_gettime(CLOCK_MONOTONIC, &from);
        ouro__parse(&in, &region, &module, &error);
        clock_gettime(CLOCK_MONOTONIC, &to);
        ouro__region_clear(&region);
        double took = (double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3;
        best = took < best ? took : best;
    }
    printf("%.0f\n", best);
}

static void serve(void)
{
    char command[32];
    size_t length, size;
    while (scanf("%31s %zu", command, &length) == 2) {
        char *source = malloc(length + 1);
        getchar();
        if (fread(source, 1, length, stdin) != length)
            break;
        char *answer = run(command, source, length, NULL, &size);
        printf("%zu\n", size);
        fwrite(answer, 1, size, stdout);
        fflush(stdout);
        free(answer);
        free(source);
    }
}

int main(int argc, char **argv)
{
    stack_limit = (const char *)__builtin_frame_address(0) - STACK;
    if (argc == 2 && strcmp(argv[1], "serve") == 0) {
        serve();
        return 0;
    }
    if (argc < 3)
        return 2;
    size_t length, size;
    char *source = read_file(argv[2], &length);
    if (argc > 3 && strcmp(argv[1], "time") == 0) {
        time_parse(source, length, atoi(argv[3]));
    } else {
        char *answer = run(argv[1], source, length, argv[2], &size);
        puts(answer);
        free(answer);
    }
    free(source);
    return 0;
}
