#include "syntax/string_literal.h"
bool ouro__character_named(const char *name, size_t length, uint32_t *code)
{
    (void)name;
    (void)length;
    *code = 0x20;
    return true;
}
