/* The instructions: the contract between the compiler, which emits them, and the interpreter (vm/), which runs them.
 *
 * A register machine. A frame has `code->register_count` registers: first the locals (parameters in CPython's order:
 * positional, keyword-only, *args, **kwargs; then other locals, then cells of locals captured by inner functions), then
 * temporaries, used as a stack. A register is NULL (empty) or holds one counted reference.
 *
 * An instruction is one 64-bit word, some followed by `words` more (inline caches, zero at first, and wide operands):
 *   bits 0..7 opcode, 8..15 flags, 16..31 A, 32..47 B, 48..63 C.
 *
 * Invariants, on which calls and unwinding rely:
 *  1. A temporary that is not live is NULL. An instruction that uses up a temporary says so by a KILL flag (or
 *     by its definition: "consumes"), and empties the register.
 *  2. Temporaries are live in stack order; at a call all registers above the call's window are NULL, so the callee's
 *     registers begin at the window's first argument: arguments are passed without copying.
 *  3. All registers above the running frame are NULL.
 *
 * Order within an instruction: read the sources; compute (this may raise: then nothing is changed, sources are kept,
 * and unwinding clears them); empty killed sources; write the destination; only then drop references (killed sources
 * left to right, then the destination's old value), since that may run code.
 * A destination may be the same register as a source (x = x + 1): then that source is not flagged KILL. A destination may be a
 * local or a temporary; its old value, if any, is dropped.
 *
 * Delegation (yield from, await) is always laid out so, with the iterator in register i and the value to send in s:
 *     L: SEND v <- i, s   (ended: jump to E)
 *        YIELD s <- v, INPLACE, C = i
 *        JUMP_BACK L
 *     E: v holds the result, i is still live
 * so that throw(), when it ends the delegation, finds the SEND at the target of the JUMP_BACK behind the YIELD: the result goes to
 * SEND's A and execution goes on at its target.
 * A value asked for by YIELD without INPLACE in an asynchronous generator is an item of it; with INPLACE it is an awaited future's.
 * An instruction that stands for no part of the text has the line of the one before it, where only one can be, or none.
 * The call itself makes a generator, by the code's flags; its code begins with a NOP at the line of the definition, outside every
 * handler: where it is before it runs.
 *
 * "src" operands (B or C): a register; or constants[n] with CONST_B / CONST_C; with KILL_B / KILL_C the register is emptied. A src
 * local is borrowed: it is not counted while the instruction runs. The compiler guarantees that it is bound (CHECK_BOUND). */
#ifndef OURO_COMPILER_OPCODES_H
#define OURO_COMPILER_OPCODES_H

#include <stdint.h>

enum ouro_instruction_flags {
    OURO_KILL_B = 0x01,
    OURO_KILL_C = 0x02,
    OURO_CONST_B = 0x04,
    OURO_CONST_C = 0x08,
    OURO_IMM_C = 0x10, /* C is a signed 16-bit integer: the int of that value (arithmetic and comparisons) */
    OURO_INPLACE = 0x20, /* binary operators: augmented assignment */
    OURO_NEGATE = 0x20,  /* comparisons that jump: jump when false; IS, IN: the negated operator */
    OURO_KILL_A = 0x40,  /* where A is read */
};

/* clang-format off: rows */
/* X(name, words that follow, description) */
#define OURO_OPCODES(X)                                                                                                  \
    /* registers, constants, cells */                                                                                    \
    X(NOP, 0, "nothing; carries a line")                                                                                 \
    X(MOVE, 0, "A <- src B")                                                                                             \
    X(CLEAR, 0, "empty registers A .. A+B-1 (B > 0), dropping from the last to the first")                               \
    X(CHECK_BOUND, 0,                                                                                                    \
      "register A empty: UnboundLocalError for the local's name (\"cannot access local variable 'x' where "              \
      "it is not associated with a value\")")                                                                            \
    X(DELETE_LOCAL, 0, "empty local A; UnboundLocalError when it is empty")                                              \
    X(MAKE_CELL, 0,                                                                                                      \
      "A <- a new cell holding what register B holds (may be empty; B is emptied; A may be B)")                          \
    X(LOAD_CELL, 0,                                                                                                      \
      "A <- contents of the cell in register B; empty: UnboundLocalError or NameError as CPython for the "               \
      "name of that register")                                                                                           \
    X(STORE_CELL, 0, "contents of the cell in register A <- src B")                                                      \
    X(DELETE_CELL, 0, "empty the cell in register A; error as LOAD_CELL")                                                \
    X(LOAD_FREE, 0,                                                                                                      \
      "A <- contents of closure cell B of the running function; empty: NameError \"cannot access free "                  \
      "variable 'x' where it is not associated with a value in enclosing scope\"")                                       \
    X(STORE_FREE, 0, "contents of closure cell A <- src B")                                                              \
    X(DELETE_FREE, 0, "empty closure cell A")                                                                            \
    X(LOAD_CLOSURE, 0, "A <- closure cell B itself")                                                                     \
    X(LOAD_CLASS_FREE, 0, "A <- locals[name of free variable B] of a class body, or closure cell B")                     \
    /* names */                                                                                                          \
    X(LOAD_GLOBAL, 2, "A <- global or built-in constants[B]; NameError")                                                 \
    X(STORE_GLOBAL, 2, "global constants[A] <- src B")                                                                   \
    X(DELETE_GLOBAL, 0, "delete global constants[A]")                                                                    \
    X(LOAD_NAME, 2, "A <- locals, global or built-in constants[B] (module, class and exec code)")                        \
    X(STORE_NAME, 2, "locals[constants[A]] <- src B")                                                                    \
    X(DELETE_NAME, 0, "delete locals[constants[A]]")                                                                     \
    X(LOAD_BUILD_CLASS, 0, "A <- builtins.__build_class__")                                                              \
    X(LOAD_ASSERTION_ERROR, 0, "A <- AssertionError")                                                                    \
    X(LOAD_LOCALS, 0, "A <- the locals mapping of class or module code")                                                 \
    /* attributes and items */                                                                                           \
    X(LOAD_ATTR, 3, "A <- (src B).constants[C]")                                                                         \
    X(STORE_ATTR, 3, "(register A, KILL_A).constants[C] <- src B")                                                       \
    X(DELETE_ATTR, 0, "delete (src B).constants[C]")                                                                     \
    X(LOAD_METHOD, 3,                                                                                                    \
      "for a call o.name(...): o is src B, name constants[C]. Either A <- function, A+1 <- o; or A <- "                  \
      "NULL, A+1 <- the attribute")                                                                                      \
    X(LOAD_SUPER_ATTR, 0,                                                                                                \
      "A <- super(B, B+1).constants[C] where registers B (class), B+1 (self) are consumed; only when the "               \
      "name super is the built-in: register B+2 holds the looked-up super, consumed too")                                \
    X(GETITEM, 0, "A <- (src B)[src C]; IMM_C allowed")                                                                  \
    X(SETITEM, 0, "(register A, KILL_A)[src B] <- src C")                                                                \
    X(DELITEM, 0, "delete (src B)[src C]")                                                                               \
    X(BUILD_SLICE, 0, "A <- slice(B, B+1, B+2): three registers, consumed")                                              \
    /* operators; each A <- src B op src C; INPLACE for augmented assignment */                                          \
    X(ADD, 0, "+")                                                                                                       \
    X(SUBTRACT, 0, "-")                                                                                                  \
    X(MULTIPLY, 0, "*")                                                                                                  \
    X(MATMUL, 0, "@")                                                                                                    \
    X(TRUE_DIVIDE, 0, "/")                                                                                               \
    X(FLOOR_DIVIDE, 0, "//")                                                                                             \
    X(REMAINDER, 0, "%")                                                                                                 \
    X(POWER, 0, "**")                                                                                                    \
    X(LSHIFT, 0, "<<")                                                                                                   \
    X(RSHIFT, 0, ">>")                                                                                                   \
    X(AND, 0, "&")                                                                                                       \
    X(OR, 0, "|")                                                                                                        \
    X(XOR, 0, "^")                                                                                                       \
    X(NEGATIVE, 0, "A <- -src B")                                                                                        \
    X(POSITIVE, 0, "A <- +src B")                                                                                        \
    X(INVERT, 0, "A <- ~src B")                                                                                          \
    X(NOT, 0, "A <- not src B")                                                                                          \
    X(LESS, 0, "A <- src B < src C")                                                                                     \
    X(LESS_EQUAL, 0, "<=")                                                                                               \
    X(EQUAL, 0, "==")                                                                                                    \
    X(NOT_EQUAL, 0, "!=")                                                                                                \
    X(GREATER, 0, ">")                                                                                                   \
    X(GREATER_EQUAL, 0, ">=")                                                                                            \
    X(IS, 0, "A <- src B is src C (NEGATE: is not)")                                                                     \
    X(IN, 0, "A <- src B in src C (NEGATE: not in)")                                                                     \
    /* jumps: offsets in words, relative to the word after the whole instruction */                                      \
    X(JUMP, 0, "by the signed 32-bit B | C << 16, forward")                                                              \
    X(JUMP_BACK, 0, "the same, backward: a safe point")                                                                  \
    X(JUMP_IF_TRUE, 0, "truth of register A (KILL_A when used up): jump by 32-bit B | C << 16")                          \
    X(JUMP_IF_FALSE, 0, "the same when false")                                                                           \
    X(JUMP_IF_NONE, 0, "register A is None; KILL_A")                                                                     \
    X(JUMP_IF_NOT_NONE, 0, "register A is not None; KILL_A")                                                             \
    X(JUMP_LESS, 0,                                                                                                      \
      "src B < src C: jump by the signed 16-bit A; NEGATE: jump when the comparison is false. IMM_C "                    \
      "allowed")                                                                                                         \
    X(JUMP_LESS_EQUAL, 0, "")                                                                                            \
    X(JUMP_EQUAL, 0, "")                                                                                                 \
    X(JUMP_NOT_EQUAL, 0, "")                                                                                             \
    X(JUMP_GREATER, 0, "")                                                                                               \
    X(JUMP_GREATER_EQUAL, 0, "")                                                                                         \
    X(JUMP_IS, 0, "src B is src C")                                                                                      \
    X(JUMP_IN, 0, "src B in src C")                                                                                      \
    /* building */                                                                                                       \
    X(BUILD_TUPLE, 0, "A <- tuple of registers B .. B+C-1, consumed")                                                    \
    X(BUILD_LIST, 0, "A <- list, the same")                                                                              \
    X(BUILD_SET, 0, "A <- set, the same")                                                                                \
    X(BUILD_MAP, 0, "A <- dict of C pairs key, value in registers B .. B+2C-1, consumed")                                \
    X(BUILD_CONST_KEY_MAP, 1,                                                                                            \
      "A <- dict of values in registers B .. B+C-1, consumed, with the keys of the tuple constants[word 1]")             \
    X(BUILD_STRING, 0, "A <- the strs in registers B .. B+C-1 joined, consumed")                                         \
    X(LIST_APPEND, 0, "list in register A gets src B")                                                                   \
    X(LIST_EXTEND, 0,                                                                                                    \
      "list in register A gets the items of src B (TypeError \"Value after * must be an iterable, not X\")")             \
    X(LIST_TO_TUPLE, 0, "A <- tuple of the list in register B, consumed")                                                \
    X(SET_ADD, 0, "set in register A gets src B")                                                                        \
    X(SET_UPDATE, 0, "set in register A gets the items of src B")                                                        \
    X(MAP_ADD, 0, "dict in register A: [src B] <- src C")                                                                \
    X(DICT_UPDATE, 0,                                                                                                    \
      "dict in register A gets the items of mapping src B (TypeError \"'X' object is not a mapping\")")                  \
    X(DICT_MERGE, 0,                                                                                                     \
      "for **kwargs of a call: as DICT_UPDATE, but a repeated key is TypeError \"f() got multiple values "               \
      "for keyword argument 'x'\"; register C holds the callable for the message")                                       \
    X(UNPACK, 0,                                                                                                         \
      "src B unpacked into registers A .. A+C-1, the first item in A (TypeError, ValueError as CPython); "               \
      "they may be locals, whose old values are dropped")                                                                \
    X(UNPACK_EX, 1,                                                                                                      \
      "src B unpacked into A ..: C low byte items before the star, C high byte after; the star's list "                  \
      "between")                                                                                                         \
    /* iteration */                                                                                                      \
    X(GET_ITER, 0, "A <- iter(src B)")                                                                                   \
    X(FOR_ITER, 1,                                                                                                       \
      "A <- next item of the iterator in register B; exhausted: empty B (drop it) and jump by the signed "               \
      "word 1")                                                                                                          \
    X(GET_YIELD_FROM_ITER, 0, "A <- the iterator for `yield from src B`")                                                \
    X(SEND, 1,                                                                                                           \
      "A <- send src C into the iterator in register B; when it returned: A <- its value, jump by the "                  \
      "signed word 1")                                                                                                   \
    X(YIELD, 0,                                                                                                          \
      "suspend, giving src B; when resumed A <- the value sent. INPLACE set: within yield from/await, "                  \
      "register C is the iterator delegated to")                                                                         \
    /* calls: the callee's result goes to A; the whole window is consumed */                                             \
    X(CALL, 1, "register B callable, arguments in B+1 .. B+C")                                                           \
    X(CALL_METHOD, 1, "as LOAD_METHOD left it: B, B+1, arguments in B+2 .. B+1+C")                                       \
    X(CALL_KW, 1, "as CALL; the last arguments are keywords named by the tuple constants[word 1]")                       \
    X(CALL_METHOD_KW, 1, "as CALL_METHOD, with keywords")                                                                \
    X(CALL_EX, 0,                                                                                                        \
      "register B callable, B+1 arguments (any iterable: TypeError \"argument after * must be an "                       \
      "iterable\"), B+2 keywords (dict) or NULL")                                                                        \
    X(RETURN, 0, "return src B")                                                                                         \
    X(MAKE_FUNCTION, 0,                                                                                                  \
      "A <- function of code constants[B]; from register C on, consumed, those that the flags name, in "                 \
      "this order: 1 defaults tuple, 2 kwdefaults dict, 4 annotations (tuple name, value, ...), 8 closure "              \
      "tuple")                                                                                                           \
    /* exceptions. On an exception the handler's entry of the table (code.h) is found: registers from its depth on are \
     * emptied, the exception is put in register `depth`, and the handler runs */ \
    X(RAISE, 0, "raise src B from src C; A 0: re-raise the current one (bare raise), 1: B only, 2: B and C")             \
    X(RERAISE, 0,                                                                                                        \
      "raise the exception in register B, consumed, with its traceback as it is (no new entry for this "                 \
      "frame); A 1: a frame that it leaves shows the place where it was raised")                                         \
    X(EXC_PUSH, 0,                                                                                                       \
      "A <- the exception being handled so far (None: none); now the one in register B is being handled")                \
    X(EXC_POP, 0, "the exception saved in register A, consumed, is being handled again")                                 \
    X(EXC_MATCH, 0, "A <- whether exception in register B matches src C (class or tuple)")                               \
    X(WITH_ENTER, 0,                                                                                                     \
      "context manager src B: A <- bound __exit__, A+1 <- result of __enter__(). TypeError as CPython")                  \
    X(WITH_EXIT, 0,                                                                                                      \
      "call register B (consumed) with the exception in register C: A <- its result; without exception (C "              \
      "is 0xffff) with three Nones")                                                                                     \
    /* statements */                                                                                                     \
    X(FORMAT_VALUE, 0,                                                                                                   \
      "A <- format(src B, spec) after conversion: flags IMM_C/INPLACE are not used; C: low 2 bits 0 none, "              \
      "1 !s, 2 !r, 3 !a; bit 2: the spec is in register A (consumed)")                                                   \
    X(IMPORT_NAME, 0,                                                                                                    \
      "A <- __import__(constants[B], globals, locals, fromlist, level): C is a register; level in C, "                   \
      "fromlist in C+1, consumed")                                                                                       \
    X(IMPORT_FROM, 0,                                                                                                    \
      "A <- attribute constants[C] of module in register B (kept); ImportError \"cannot import name\"")                  \
    X(IMPORT_STAR, 0, "names of module in register B (consumed) into the locals mapping")                                \
    X(SETUP_ANNOTATIONS, 0, "__annotations__ in the locals mapping when missing")                                        \
    X(PRINT_EXPR, 0, "sys.displayhook(src B): the interactive prompt")                                                   \
    /* rarer forms of the above */                                                                                       \
    X(LOAD_CONST_WIDE, 0, "A <- constants[B | C << 16]")                                                                 \
    X(JUMP_IF_TRUE_OR_CLEAR, 0, "register A true: jump by 32-bit B | C << 16 and keep it; else empty it")                \
    X(JUMP_IF_FALSE_OR_CLEAR, 0, "register A false: jump and keep it; else empty it")                                    \
    /* match: the subject is kept in its register B until the pattern is decided */                                      \
    X(GET_LEN, 0, "A <- len(register B) as an int")                                                                      \
    X(MATCH_SEQUENCE, 0, "A <- whether the type of register B is a sequence for patterns (True or False)")               \
    X(MATCH_MAPPING, 0, "A <- whether it is a mapping")                                                                  \
    X(MATCH_KEYS, 0,                                                                                                     \
      "A <- tuple of the values of mapping register B at the keys in the tuple src C, or None when one is "              \
      "missing (ValueError for a repeated key, as CPython)")                                                             \
    X(MATCH_CLASS, 1,                                                                                                    \
      "A <- tuple of attributes of register B when it is an instance of src C, or None. word 1: low 32 "                 \
      "bits the number of positional sub-patterns, high 32 bits the constant with the tuple of keyword "                 \
      "names (TypeErrors as CPython)")                                                                                   \
    X(MATCH_REST, 0, "A <- new dict of the items of mapping register B without the keys in the tuple src C")             \
    /* async; awaiting is GET_AWAITABLE and then the loop of `yield from` */                                             \
    X(GET_AWAITABLE, 0,                                                                                                  \
      "A <- the iterator for `await src B`; C: 0, or for the TypeError's text 1: came from __aenter__, 2: "              \
      "from __aexit__")                                                                                                  \
    X(GET_AITER, 0, "A <- src B.__aiter__()")                                                                            \
    X(GET_ANEXT, 0,                                                                                                      \
      "A <- the iterator for awaiting (asynchronous iterator in register B).__anext__(); B is kept")                     \
    X(END_ASYNC_FOR, 0,                                                                                                  \
      "exception in register B, asynchronous iterator in register A, both consumed: StopAsyncIteration "                 \
      "ends the loop (go on with the next instruction), any other is re-raised as RERAISE does")                         \
    X(ASYNC_WITH_ENTER, 0,                                                                                               \
      "as WITH_ENTER with __aexit__ and __aenter__: A <- bound __aexit__, A+1 <- what __aenter__() "                     \
      "returned, not awaited yet")                                                                                       \
    /* except* */                                                                                                        \
    X(GROUP_MATCH, 0,                                                                                                    \
      "exception in register B (consumed, may be A) against class or tuple src C: A <- the part that does "              \
      "not match (None: nothing left), A+1 <- the part that matches (None: nothing does; a bare exception "              \
      "is wrapped in a group), which is now the one being handled")                                                      \
    X(GROUP_RERAISE, 0,                                                                                                  \
      "A <- the exception to raise after except* blocks (None: none), from the original exception in "                   \
      "register B and the list of raised and unhandled parts in register B+1, both consumed")
/* clang-format on */

enum ouro_opcode {
#define X(name, words, text) OURO_OP_##name,
    OURO_OPCODES(X)
#undef X
        OURO_OP_COUNT,
    OURO_OP_FIRST_SPECIAL = 160, /* from here on: the interpreter's own specialised forms */
};

#define OURO_INSTRUCTION(op, flags, a, b, c)                                                                 \
    ((uint64_t)(uint8_t)(op) | (uint64_t)(uint8_t)(flags) << 8 | (uint64_t)(uint16_t)(a) << 16 |             \
     (uint64_t)(uint16_t)(b) << 32 | (uint64_t)(uint16_t)(c) << 48)

static inline uint8_t ouro__op(uint64_t i)
{
    return (uint8_t)i;
}
static inline uint8_t ouro__flags(uint64_t i)
{
    return (uint8_t)(i >> 8);
}
static inline uint16_t ouro__a(uint64_t i)
{
    return (uint16_t)(i >> 16);
}
static inline uint16_t ouro__b(uint64_t i)
{
    return (uint16_t)(i >> 32);
}
static inline uint16_t ouro__c(uint64_t i)
{
    return (uint16_t)(i >> 48);
}
static inline int32_t ouro__bc(uint64_t i)
{
    return (int32_t)(i >> 32);
}

/* Extra words of each base opcode. */
extern const uint8_t ouro__opcode_words[OURO_OP_COUNT];
extern const char *const ouro__opcode_names[OURO_OP_COUNT];

#endif
