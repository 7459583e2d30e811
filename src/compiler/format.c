/* Tables of the opcodes: names, words, fields. */
#include "compiler/format.h"

const uint8_t ouro__opcode_words[OURO_OP_COUNT] = {
#define X(name, words, text) [OURO_OP_##name] = words,
    OURO_OPCODES(X)
#undef X
};

const char *const ouro__opcode_names[OURO_OP_COUNT] = {
#define X(name, words, text) [OURO_OP_##name] = #name,
    OURO_OPCODES(X)
#undef X
};

#define F(name, fields) [OURO_OP_##name] = fields
const char ouro__opcode_formats[OURO_OP_COUNT][5] = {
    F(NOP, "----"),
    F(MOVE, "ds--"),
    F(CLEAR, "wi--"),
    F(CHECK_BOUND, "r---"),
    F(DELETE_LOCAL, "x---"),
    F(MAKE_CELL, "dx--"),
    F(LOAD_CELL, "dr--"),
    F(STORE_CELL, "rs--"),
    F(DELETE_CELL, "r---"),
    F(LOAD_FREE, "df--"),
    F(STORE_FREE, "fs--"),
    F(DELETE_FREE, "f---"),
    F(LOAD_CLOSURE, "df--"),
    F(LOAD_CLASS_FREE, "df--"),
    F(LOAD_GLOBAL, "dn-i"),
    F(STORE_GLOBAL, "ns-i"),
    F(DELETE_GLOBAL, "n---"),
    F(LOAD_NAME, "dn-i"),
    F(STORE_NAME, "ns-i"),
    F(DELETE_NAME, "n---"),
    F(LOAD_BUILD_CLASS, "d---"),
    F(LOAD_ASSERTION_ERROR, "d---"),
    F(LOAD_LOCALS, "d---"),
    F(LOAD_ATTR, "dsni"),
    F(STORE_ATTR, "ksni"),
    F(DELETE_ATTR, "-sn-"),
    F(LOAD_METHOD, "dsni"),
    F(LOAD_SUPER_ATTR, "dwn-"),
    F(GETITEM, "dss-"),
    F(SETITEM, "kss-"),
    F(DELITEM, "-ss-"),
    F(BUILD_SLICE, "dw--"),
    F(ADD, "dss-"),
    F(SUBTRACT, "dss-"),
    F(MULTIPLY, "dss-"),
    F(MATMUL, "dss-"),
    F(TRUE_DIVIDE, "dss-"),
    F(FLOOR_DIVIDE, "dss-"),
    F(REMAINDER, "dss-"),
    F(POWER, "dss-"),
    F(LSHIFT, "dss-"),
    F(RSHIFT, "dss-"),
    F(AND, "dss-"),
    F(OR, "dss-"),
    F(XOR, "dss-"),
    F(NEGATIVE, "ds--"),
    F(POSITIVE, "ds--"),
    F(INVERT, "ds--"),
    F(NOT, "ds--"),
    F(LESS, "dss-"),
    F(LESS_EQUAL, "dss-"),
    F(EQUAL, "dss-"),
    F(NOT_EQUAL, "dss-"),
    F(GREATER, "dss-"),
    F(GREATER_EQUAL, "dss-"),
    F(IS, "dss-"),
    F(IN, "dss-"),
    F(JUMP, "-jj-"),
    F(JUMP_BACK, "-jj-"),
    F(JUMP_IF_TRUE, "kjj-"),
    F(JUMP_IF_FALSE, "kjj-"),
    F(JUMP_IF_NONE, "kjj-"),
    F(JUMP_IF_NOT_NONE, "kjj-"),
    F(JUMP_LESS, "jss-"),
    F(JUMP_LESS_EQUAL, "jss-"),
    F(JUMP_EQUAL, "jss-"),
    F(JUMP_NOT_EQUAL, "jss-"),
    F(JUMP_GREATER, "jss-"),
    F(JUMP_GREATER_EQUAL, "jss-"),
    F(JUMP_IS, "jss-"),
    F(JUMP_IN, "jss-"),
    F(BUILD_TUPLE, "dwi-"),
    F(BUILD_LIST, "dwi-"),
    F(BUILD_SET, "dwi-"),
    F(BUILD_MAP, "dwi-"),
    F(BUILD_CONST_KEY_MAP, "dwic"),
    F(BUILD_STRING, "dwi-"),
    F(LIST_APPEND, "rs--"),
    F(LIST_EXTEND, "rs--"),
    F(LIST_TO_TUPLE, "dx--"),
    F(SET_ADD, "rs--"),
    F(SET_UPDATE, "rs--"),
    F(MAP_ADD, "rss-"),
    F(DICT_UPDATE, "rs--"),
    F(DICT_MERGE, "rsr-"),
    F(UNPACK, "wsi-"),
    F(UNPACK_EX, "wsii"),
    F(GET_ITER, "ds--"),
    F(FOR_ITER, "dr-j"),
    F(GET_YIELD_FROM_ITER, "ds--"),
    F(SEND, "drsj"),
    F(YIELD, "dsi-"),
    F(CALL, "dwii"),
    F(CALL_METHOD, "dwii"),
    F(CALL_KW, "dwic"),
    F(CALL_METHOD_KW, "dwic"),
    F(CALL_EX, "dw--"),
    F(RETURN, "-s--"),
    F(MAKE_FUNCTION, "dcw-"),
    F(RAISE, "iss-"),
    F(RERAISE, "-x--"),
    F(EXC_PUSH, "dr--"),
    F(EXC_POP, "x---"),
    F(EXC_MATCH, "drs-"),
    F(WITH_ENTER, "ds--"),
    F(WITH_EXIT, "dxi-"),
    F(FORMAT_VALUE, "dsi-"),
    F(IMPORT_NAME, "dnw-"),
    F(IMPORT_FROM, "drn-"),
    F(IMPORT_STAR, "-x--"),
    F(SETUP_ANNOTATIONS, "----"),
    F(PRINT_EXPR, "-s--"),
    F(LOAD_CONST_WIDE, "dii-"),
    F(JUMP_IF_TRUE_OR_CLEAR, "rjj-"),
    F(JUMP_IF_FALSE_OR_CLEAR, "rjj-"),
    F(GET_LEN, "dr--"),
    F(MATCH_SEQUENCE, "dr--"),
    F(MATCH_MAPPING, "dr--"),
    F(MATCH_KEYS, "drs-"),
    F(MATCH_CLASS, "drsc"),
    F(MATCH_REST, "drs-"),
    F(GET_AWAITABLE, "dsi-"),
    F(GET_AITER, "ds--"),
    F(GET_ANEXT, "dr--"),
    F(END_ASYNC_FOR, "xx--"),
    F(ASYNC_WITH_ENTER, "ds--"),
    F(GROUP_MATCH, "dxs-"),
    F(GROUP_RERAISE, "dw--"),
};
#undef F

ouro_register_range ouro__instruction_range(uint8_t op, uint8_t flags, uint32_t a, uint32_t b, uint32_t c)
{
    switch (op) {
    case OURO_OP_CLEAR:
        return (ouro_register_range){a, b};
    case OURO_OP_UNPACK:
        return (ouro_register_range){a, c};
    case OURO_OP_UNPACK_EX:
        return (ouro_register_range){a, (c & 0xff) + (c >> 8) + 1};
    case OURO_OP_BUILD_TUPLE:
    case OURO_OP_BUILD_LIST:
    case OURO_OP_BUILD_SET:
    case OURO_OP_BUILD_STRING:
    case OURO_OP_BUILD_CONST_KEY_MAP:
        return (ouro_register_range){b, c};
    case OURO_OP_BUILD_MAP:
        return (ouro_register_range){b, 2 * c};
    case OURO_OP_BUILD_SLICE:
    case OURO_OP_LOAD_SUPER_ATTR:
    case OURO_OP_CALL_EX:
        return (ouro_register_range){b, 3};
    case OURO_OP_CALL:
    case OURO_OP_CALL_KW:
        return (ouro_register_range){b, c + 1};
    case OURO_OP_CALL_METHOD:
    case OURO_OP_CALL_METHOD_KW:
        return (ouro_register_range){b, c + 2};
    case OURO_OP_MAKE_FUNCTION:
        return (ouro_register_range){c, (uint32_t)__builtin_popcount(flags & 15)};
    case OURO_OP_IMPORT_NAME:
        return (ouro_register_range){c, 2};
    case OURO_OP_GROUP_RERAISE:
        return (ouro_register_range){b, 2};
    default:
        return (ouro_register_range){0, 0};
    }
}

unsigned ouro__instruction_results(uint8_t op)
{
    switch (op) {
    case OURO_OP_LOAD_METHOD:
    case OURO_OP_WITH_ENTER:
    case OURO_OP_ASYNC_WITH_ENTER:
    case OURO_OP_GROUP_MATCH:
        return 2;
    default:
        return ouro__opcode_formats[op][0] == OURO_FIELD_DEST;
    }
}
