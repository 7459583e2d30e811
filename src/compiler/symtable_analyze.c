/* Symbol tables, second pass: decides for each name of each scope whether it is local, global, free or a
 * cell.
 *
 * A name that a function binds is local there; one that it only uses is free when the nearest enclosing
 * function scope that knows it binds it, else global. Class scopes bind for themselves alone. A name found
 * free is passed down through the scopes between: they get it as a free name of their own. */
#include "compiler/compiler.h"

static _Noreturn void fail_at_directive(ouro_compiler *c, const ouro_scope *scope, const ouro_name *name,
                                        const char *format)
{
    ouro_span span = {0};
    for (uint32_t i = 0; i < scope->directive_count; i++)
        if (scope->directives[i].name == name) {
            span = scope->directives[i].span;
            break;
        }
    ouro__fail_syntax(c, span, format, name->bytes);
}

/* The enclosing function scope that binds a name, or the class scope whose __class__ cell it is; NULL: none,
 * global. */
static ouro_scope *find_binding(const ouro_compiler *c, const ouro_scope *scope, const ouro_name *name)
{
    for (ouro_scope *outer = scope->parent; outer && outer->kind != OURO_MODULE_SCOPE;
         outer = outer->parent) {
        if (outer->kind == OURO_CLASS_SCOPE) {
            if (name == c->names.class_)
                return outer;
            continue;
        }
        const ouro_symbol *symbol = ouro__scope_find(outer, name);
        if (!symbol || (symbol->flags & OURO_DEF_NONLOCAL))
            continue;
        if (symbol->flags & OURO_DEF_GLOBAL)
            return NULL;
        if (symbol->flags & OURO_DEF_BOUND)
            return outer;
    }
    return NULL;
}

/* The scopes from `scope` out to the one that binds pass the name inwards. */
static void pass_down(ouro_compiler *c, ouro_scope *scope, ouro_scope *binding, const ouro_name *name)
{
    for (ouro_scope *between = scope->parent; between != binding; between = between->parent) {
        ouro_symbol *symbol = ouro__scope_add(c, between, name);
        if (between->kind == OURO_CLASS_SCOPE && (symbol->flags & (OURO_DEF_BOUND | OURO_DEF_GLOBAL)))
            symbol->flags |= OURO_DEF_FREE_CLASS;
        else
            symbol->scope = OURO_SCOPE_FREE;
    }
    if (binding->kind == OURO_CLASS_SCOPE) {
        binding->needs_class_cell = true;
        return;
    }
    ouro__scope_find(binding, name)->scope = OURO_SCOPE_CELL;
}

static uint8_t resolve(ouro_compiler *c, ouro_scope *scope, const ouro_symbol *symbol)
{
    const ouro_name *name = symbol->name;
    uint32_t flags = symbol->flags;
    if (flags & OURO_DEF_GLOBAL) {
        if (flags & OURO_DEF_NONLOCAL)
            fail_at_directive(c, scope, name, "name '%s' is nonlocal and global");
        return OURO_SCOPE_GLOBAL_EXPLICIT;
    }
    if ((flags & OURO_DEF_NONLOCAL) && scope->kind == OURO_MODULE_SCOPE)
        fail_at_directive(c, scope, name, "nonlocal declaration not allowed at module level");
    if ((flags & OURO_DEF_BOUND) && !(flags & OURO_DEF_NONLOCAL))
        return symbol->scope == OURO_SCOPE_CELL ? OURO_SCOPE_CELL : OURO_SCOPE_LOCAL;
    ouro_scope *binding = scope->kind == OURO_MODULE_SCOPE ? NULL : find_binding(c, scope, name);
    if (binding) {
        pass_down(c, scope, binding, name);
        return OURO_SCOPE_FREE;
    }
    if (flags & OURO_DEF_NONLOCAL)
        fail_at_directive(c, scope, name, "no binding for nonlocal '%s' found");
    return OURO_SCOPE_GLOBAL_IMPLICIT;
}

static void analyze(ouro_compiler *c, ouro_scope *scope)
{
    ouro__enter(c);
    for (uint32_t i = 0; i < scope->map.count; i++) {
        uint8_t found = resolve(c, scope, &scope->symbols[i]);
        scope->symbols[i].scope = found;
    }
    for (ouro_scope *child = scope->children; child; child = child->sibling)
        analyze(c, child);
    ouro__leave(c);
}

void ouro__symtable_analyze(ouro_compiler *c, ouro_scope *module)
{
    analyze(c, module);
}
