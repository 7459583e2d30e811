/* What holds the memory of a Python program, asked from C: the largest objects that nothing else keeps, and
 * by which references a lost one is still there.
 *
 *     cc what_holds.c $(pkg-config --cflags --libs ouro) && ./a.out */
#include <ouro.h>

#include <stdio.h>

static const char program[] = "class Session:\n"
                              "    def __init__(self, user):\n"
                              "        self.user = user\n"
                              "        self.log = [bytes(1000) for _ in range(100)]\n"
                              "sessions = {name: Session(name) for name in ('Ada', 'Grace', 'Edsger')}\n";

/* Between taking and freeing a graph no reference is dropped. */
static int show_largest(ouro_object_graph *g, ouro_object *sessions)
{
    ouro_dominated rows[3];
    int64_t all = ouro_graph_dominated(g, sessions, rows, 3);
    for (int i = 0; i < 3 && i < all; i++)
        printf("%u objects, %s 100000 bytes\n", (unsigned)rows[i].count,
               rows[i].retained > 100000 ? "more than" : "at most");
    return all < 0 ? -1 : 0;
}

static int show_chain(ouro_runtime *rt, ouro_object_graph *g, ouro_object *o)
{
    ouro_object *chain[16];
    int64_t length = ouro_graph_chain(g, o, chain, 16);
    for (int64_t i = 0; i < length && i < 16; i++) {
        char text[80];
        ouro_object_title(rt, chain[i], text, sizeof text);
        printf("%s%s", i ? " -> " : "", text);
        if (i + 1 < length) {
            ouro_reference_label(rt, chain[i], chain[i + 1], text, sizeof text);
            printf(" %s", text);
        }
    }
    printf("\n");
    return length < 0 ? -1 : 0;
}

int main(void)
{
    ouro_options options = OURO_OPTIONS_INIT;
    ouro_runtime *rt = ouro_open(&options);
    int status = rt ? ouro_exec(rt, program, "sessions.py") : -1;
    ouro_object *sessions = status == 0 ? ouro_get(rt, "sessions") : NULL;
    ouro_object *log = status == 0 ? ouro_eval(rt, "sessions['Grace'].log") : NULL;
    if (sessions && log) {
        ouro_decref(rt, log); /* no root any more; its session holds it */
        ouro_object_graph *g = ouro_graph_take(rt, NULL, 0);
        status = g ? show_largest(g, sessions) : -1;
        status = status == 0 ? show_chain(rt, g, log) : -1;
        ouro_graph_free(g);
    }
    if (sessions)
        ouro_decref(rt, sessions);
    ouro_close(rt);
    return status < 0;
}
