/* sys.displayhook, excepthook and unraisablehook, and what the interpreter does with exceptions that nobody caught. */
#ifndef OURO_MODULES_SYS_HOOKS_H
#define OURO_MODULES_SYS_HOOKS_H

#include "types/method.h"

extern const ouro_method_def ouro__sys_hook_functions[];

/* A KeyboardInterrupt was not caught: the process is to die by SIGINT. No exit status, which is below 256. */
enum { OURO_STATUS_INTERRUPTED = 0x100 };

/* The pending exception reached the top of a program: SystemExit gives its status, anything else is shown through
 * sys.excepthook. Clears it; returns the exit status. */
int ouro__handle_uncaught(ouro_runtime *rt);
/* The same, SystemExit being shown like all others: the program is going to be inspected. */
int ouro__show_uncaught(ouro_runtime *rt);
/* ouro_language_hooks.report_unraisable. */
void ouro__sys_report_unraisable(ouro_runtime *rt, const char *message, ouro_object *where);
/* Writes a str (taken over, may be NULL) to sys.stderr; whatever fails on the way is dropped: there is nobody to tell. */
void ouro__write_stderr(ouro_runtime *rt, ouro_object *text);
/* Shows an exception that ended a thread of this name (a str, or anything with one) on sys.stderr. */
void ouro__show_thread_exception(ouro_runtime *rt, ouro_object *name, ouro_object *exception);
/* Flushes sys.stdout and sys.stderr: 0, or -1 when stdout could not be flushed (it was reported). */
int ouro__flush_streams(ouro_runtime *rt);

#endif
