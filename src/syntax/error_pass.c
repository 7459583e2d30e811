#include "syntax/parser_internal.h"
#include "syntax/string_literal.h"
void ouro__describe_error(ouro_parser *p) { *p->error = (ouro_syntax_error){.kind=OURO_ERROR_SYNTAX,.message="invalid syntax"}; p->described=true;}
void ouro__raise_at_last_token(ouro_parser *p, const char *message) {(void)p;(void)message;}
void ouro__raise_at_token(ouro_parser *p, const ouro_token *token, const char *message) {(void)p;(void)token;(void)message;}
void ouro__raise_undecodable(ouro_parser *p, const char *from, const char *bad, const char *end,const char *why){(void)p;(void)from;(void)bad;(void)end;(void)why;}
bool ouro__character_named(const char *name, size_t length, uint32_t *code){(void)name;(void)length;*code=0x20;return true;}
