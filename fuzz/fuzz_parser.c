/* A libFuzzer target: any bytes as a source. The parser may accept or refuse them; it may not crash,
 * leak, read outside, or say nothing about why it refuses. The first byte picks mode and flags, the
 * second after how many requests memory is refused.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... fuzz_parser.c    libFuzzer
 *   cc -DOURO_FUZZ_STANDALONE ... fuzz_parser.c                    runs the files given as arguments
 */
#include "syntax/parser.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { STACK = 1 << 20 };

static void *take(void *context, size_t size)
{
    int *left = context;
    if (*left == 0)
        return NULL;
    --*left;
    return malloc(size);
}

static void give(void *context, void *memory, size_t size)
{
    (void)context;
    (void)size;
    free(memory);
}

static int warn(void *context, ouro_warning_kind kind, const char *message, uint32_t line)
{
    (void)kind;
    if (!message || line == 0)
        abort();
    return *(int *)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    int left = data[1] < 128 ? -1 : data[1] - 128, verdict = (data[0] >> 2 & 3) == 3 ? 1 : 0;
    ouro_region_source source = {take, give, &left};
    ouro_region region;
    ouro__region_init(&region, &source);
    ouro_parse_input in = {.source = (const char *)data + 2,
                           .length = size - 2,
                           .mode = (ouro_parse_mode)((data[0] & 3) % 3),
                           .flags = data[0] >> 3,
                           .stack_limit = (const char *)__builtin_frame_address(0) - STACK,
                           .warn = warn,
                           .warn_context = &verdict};
    ouro_module_node *module;
    ouro_syntax_error error;
    int status = ouro__parse(&in, &region, &module, &error);
    if (status == OURO_PARSE_OK) {
        size_t length;
        ouro__ast_dump(module, true, &region, in.stack_limit, &length);
    } else if (error.kind == OURO_ERROR_NONE || !error.message) {
        abort();
    }
    ouro__region_clear(&region);
    return 0;
}

#ifdef OURO_FUZZ_STANDALONE
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file)
            continue;
        uint8_t *data = malloc(1 << 20);
        size_t size = data ? fread(data, 1, 1 << 20, file) : 0;
        LLVMFuzzerTestOneInput(data, size);
        free(data);
        fclose(file);
    }
    return 0;
}
#endif
