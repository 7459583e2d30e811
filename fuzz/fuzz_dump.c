/* A libFuzzer target: any bytes as a dump. The reader may accept or refuse them, always with a message; it may not crash,
 * leak, read outside, or take memory out of proportion; and what it accepts can be asked anything. The first byte says whether
 * check sums and totals are looked at.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... fuzz_dump.c    libFuzzer
 *   cc -DOURO_FUZZ_STANDALONE ... fuzz_dump.c                    runs the files given as arguments
 */
#include "dump/export.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SMALL = 65536, PER_BYTE = 40 };

struct bytes {
    const uint8_t *at, *end;
};

static int64_t give(void *context, void *to, size_t size)
{
    struct bytes *b = context;
    size_t n = size < (size_t)(b->end - b->at) ? size : (size_t)(b->end - b->at);
    if (n)
        memcpy(to, b->at, n);
    b->at += n;
    return (int64_t)n;
}

static void ask_object(ouro_dump *d, uint32_t number)
{
    ouro_dump_object o = {.size = sizeof o};
    ouro_dump_reference r = {.size = sizeof r};
    uint32_t first, end, holder, count, steps = 0;
    const uint32_t *referrers;
    uint64_t retained;
    if (!ouro_dump_object_at(d, number, &o) || ouro_dump_find(d, o.id) != number ||
        !ouro_dump_retained(d, number, &retained) || retained < o.bytes)
        abort();
    ouro_dump_references(d, number, &first, &end);
    for (; first < end; first++)
        if (!ouro_dump_reference_at(d, first, &r) || r.from != number || !memchr(r.label, 0, sizeof r.label))
            abort();
    ouro_dump_referrers(d, number, &referrers, &count);
    for (uint32_t n = number; ouro_dump_holder(d, n, &holder) && holder != OURO_DUMP_NONE; n = holder)
        if (++steps > d->objects.count)
            abort();
}

static void ask(ouro_dump *d)
{
    ouro_dump_figures f = {.size = sizeof f};
    ouro_dump_get(d, &f);
    for (uint32_t n = 0; n < f.objects; n++)
        ask_object(d, n);
    ouro_dump_root root = {.size = sizeof root};
    for (uint32_t n = 0; ouro_dump_root_at(d, n, &root); n++)
        if (root.object >= f.objects)
            abort();
    uint32_t numbers[4];
    ouro__dump_choice choice = {.key = OURO__KEY_RETAINED, .limit = 4, .numbers = numbers, .text = "a"};
    ouro__dump_choose(d, &choice);
    int fd = open("/dev/null", O_WRONLY);
    if (fd >= 0 && (ouro__dump_export_csv(d, fd) < 0 || ouro__dump_export_json(d, fd) < 0 ||
                    ouro__dump_export_heapsnapshot(d, fd) < 0))
        abort();
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct bytes bytes = {data + 1, data + size};
    ouro_dump_error error;
    ouro_dump *d = ouro__dump_read_from(&(ouro__dump_source){give, &bytes, data[0] & 1}, &error);
    if (!d && !*error.message)
        abort();
    if (d) {
        if (ouro__dump_memory(d) > SMALL + size * PER_BYTE)
            abort();
        ask(d);
    }
    ouro_dump_close(d);
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
