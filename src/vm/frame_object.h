/* Frame objects: made when a program asks for a frame or when a traceback is made. While the frame runs its locals stay in its
 * registers; a frame object that outlives it takes them over. */
#ifndef OURO_VM_FRAME_OBJECT_H
#define OURO_VM_FRAME_OBJECT_H

#include "vm/generator.h"

typedef struct ouro_frame_object {
    ouro_object head;
    ouro_frame *frame;         /* while it runs; else NULL */
    ouro_generator *generator; /* borrowed: whose frame it is, until that is finished; else NULL */
    ouro_object *back;         /* once it has left */
    ouro_object *function, *code;
    ouro_object *locals;    /* mapping: of module, class and exec code, or the snapshot of f_locals */
    ouro_object *trace;     /* f_trace, or NULL */
    int32_t traced_line;    /* the line of which the trace function knows */
    int32_t shown_line;     /* f_lineno while it differs from the instruction's; 0: it does not */
    uint8_t event;          /* enum ouro_trace_event + 1 while the trace function is told of it; else 0 */
    bool no_lines, opcodes; /* not f_trace_lines; f_trace_opcodes */
    bool unbound;   /* a trace function may have unbound a local that the code relies on: see trace.h */
    bool cleared;   /* by clear() */
    uint32_t pc;    /* word offset, once it has left */
    uint32_t count; /* locals */
    ouro_object *values[]; /* the locals, once it has left */
} ouro_frame_object;

/* The frame object of a frame on the stack, made when it is not there yet: borrowed. NULL with MemoryError set. */
ouro_frame_object *ouro__frame_object_of(ouro_runtime *rt, ouro_frame *frame);
/* The frame is about to leave, its locals still in place: the frame object takes them over when somebody holds it, and
 * is let go. */
void ouro__frame_object_detach(ouro_runtime *rt, ouro_frame *frame);
/* The frame or generator is no more; the frame object stopped at `pc` and is tracked from here on. */
void ouro__frame_object_orphan(ouro_runtime *rt, ouro_frame_object *f, uint32_t pc);
/* Word offset of the instruction at which it stands. */
uint32_t ouro__frame_object_pc(ouro_frame_object *f);
int32_t ouro__frame_object_line(ouro_frame_object *f);
/* For the trace function: the locals that f_locals has given out are made as the frame's are, and the other way round. 0 or -1. */
int ouro__frame_object_show_locals(ouro_runtime *rt, ouro_frame_object *f);
int ouro__frame_object_take_locals(ouro_runtime *rt, ouro_frame_object *f);

#endif
