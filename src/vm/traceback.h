/* Traceback objects. */
#ifndef OURO_VM_TRACEBACK_H
#define OURO_VM_TRACEBACK_H

#include "vm/frame_object.h"

typedef struct ouro_traceback {
    ouro_object head;
    ouro_object *next; /* towards where the exception was raised; NULL: None */
    ouro_frame_object *frame;
    uint32_t offset; /* tb_lasti: in bytes of the code, eight a word */
    int32_t line;    /* -1: not looked up yet */
} ouro_traceback;

/* Adds an entry for the running frame to the pending exception. Never fails: without memory there is no entry. */
void ouro__traceback_add(ouro_runtime *rt, ouro_frame *frame);
int32_t ouro__traceback_line(ouro_traceback *t);

#endif
