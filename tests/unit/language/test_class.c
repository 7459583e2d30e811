/* Classes: making them, their attributes, MRO, slots from special methods, instances. */
#include "language.h"

METHOD(return_one)
{
    UNUSED_ARGUMENTS;
    return num(rt, 1);
}
METHOD(return_self)
{
    UNUSED_ARGUMENTS;
    return ouro_ref(self);
}
METHOD(return_text)
{
    UNUSED_ARGUMENTS;
    return ouro__str_from_cstring(rt, "text");
}
METHOD(return_argument)
{
    UNUSED_ARGUMENTS;
    return ouro_ref(args[0]);
}
METHOD(return_not_implemented)
{
    UNUSED_ARGUMENTS;
    return OURO_NOT_IMPLEMENTED(rt);
}
METHOD(store_x)
{
    UNUSED_ARGUMENTS;
    return set(rt, self, "x", ouro_ref(args[0])) < 0 ? NULL : OURO_NONE(rt);
}

static void opens_and_closes(void **state)
{
    RT;
    assert_non_null(CLASS(OBJECT));
    assert_ptr_equal(ouro__class_of(rt, CLASS(OBJECT)), CLASS(TYPE));
    assert_ptr_equal(ouro__class_of(rt, CLASS(TYPE)), CLASS(TYPE));
    assert_true(ouro__is_subtype(rt, CLASS(BOOL), CLASS(INT)));
    assert_true(ouro__is_subtype(rt, CLASS(KEY_ERROR), CLASS(LOOKUP_ERROR)));
}

/* Each class's dict can be filled, and all names in it are found. */
static void all_builtin_dicts_fill(void **state)
{
    RT;
    for (uint32_t i = OURO_FIRST_LANGUAGE_TYPE; i < OURO_T_END; i++) {
        ouro_object *cls = ouro__class_at(rt, i), *key, *value;
        if (!cls)
            continue;
        ouro_object *dict = ouro__class_dict(rt, cls);
        assert_non_null(dict);
        size_t position = 0;
        while (ouro__dict_next(rt, dict, &position, &key, &value))
            assert_ptr_equal(ouro__class_lookup(rt, ((ouro_class *)cls)->type, key), value);
        drop(rt, ouro__repr(rt, cls));
        drop(rt, get(rt, cls, "__doc__"));
        drop(rt, get(rt, cls, "__module__"));
        drop(rt, get(rt, cls, "__dict__"));
        drop(rt, get(rt, cls, "__text_signature__"));
    }
}

static void slot_wrappers_call(void **state)
{
    RT;
    ouro_object *add = get(rt, CLASS(INT), "__add__"), *two = num(rt, 2), *three = num(rt, 3);
    expect_text(rt, ouro__repr(rt, add), "<slot wrapper '__add__' of 'int' objects>");
    assert_int_equal(num_of(rt, ouro__call2(rt, add, two, three)), 5);
    FAILS(ouro__call0(rt, add), TYPE_ERROR, "descriptor '__add__' of 'int' object needs an argument");
    FAILS(ouro__call1(rt, add, OURO_EMPTY_STR(rt)), TYPE_ERROR,
          "descriptor '__add__' requires a 'int' object but received a 'str'");
    FAILS(ouro__call1(rt, add, two), TYPE_ERROR, "expected 1 argument, got 0");
    ouro_object *bound = get(rt, two, "__radd__");
    assert_int_equal(num_of(rt, ouro__call1(rt, bound, three)), 5);
    drop(rt, bound);
    drop(rt, add);
    ouro_object *hash = get(rt, CLASS(LIST), "__hash__");
    assert_ptr_equal(hash, OURO_NONE(rt));
}

static void method_messages(void **state)
{
    RT;
    ouro_object *append = get(rt, CLASS(LIST), "append"), *list = ouro__list_new(rt, 0);
    expect_text(rt, ouro__repr(rt, append), "<method 'append' of 'list' objects>");
    FAILS(ouro__call0(rt, append), TYPE_ERROR, "unbound method list.append() needs an argument");
    FAILS(ouro__call1(rt, append, OURO_NONE(rt)), TYPE_ERROR,
          "descriptor 'append' for 'list' objects doesn't apply to a 'NoneType' object");
    FAILS(ouro__call1(rt, append, list), TYPE_ERROR, "list.append() takes exactly one argument (0 given)");
    drop(rt, ouro__call2(rt, append, list, OURO_NONE(rt)));
    assert_int_equal(ouro__length(rt, list), 1);
    ouro_object *pop = get(rt, list, "pop"), *args[] = {list, list};
    FAILS(ouro__call(rt, pop, args, 2, NULL), TYPE_ERROR, "pop expected at most 1 argument, got 2");
    drop(rt, pop);
    ouro_object *clear = get(rt, list, "clear");
    FAILS(ouro__call1(rt, clear, list), TYPE_ERROR, "list.clear() takes no arguments (1 given)");
    expect_text(rt, get(rt, clear, "__qualname__"), "list.clear");
    drop(rt, clear);
    drop(rt, append);
    drop(rt, list);
}

static void class_attributes(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    assert_non_null(c);
    expect_text(rt, get(rt, c, "__name__"), "C");
    expect_text(rt, get(rt, c, "__qualname__"), "C");
    ouro_object *mro = get(rt, c, "__mro__");
    expect_text(rt, mro, "(<class 'C'>, <class 'object'>)");
    ouro_object *doc = get(rt, c, "__doc__");
    assert_ptr_equal(doc, OURO_NONE(rt));
    FAILS(get(rt, c, "zz"), ATTRIBUTE_ERROR, "type object 'C' has no attribute 'zz'");
    FAILS_INT(set(rt, CLASS(INT), "x", num(rt, 1)), TYPE_ERROR,
              "cannot set 'x' attribute of immutable type 'int'");
    FAILS_INT(set(rt, c, "__name__", num(rt, 1)), TYPE_ERROR,
              "can only assign string to C.__name__, not 'int'");
    assert_int_equal(set(rt, c, "__name__", ouro__str_from_cstring(rt, "D\xc3\xa9")), 0);
    assert_string_equal(((ouro_class *)c)->type->name, "D\xc3\xa9");
    ouro_object *subclasses = ouro__call_method(rt, CLASS(OBJECT), NAME(rt, __subclasses__), 0);
    assert_int_equal(ouro__contains(rt, subclasses, c), 1);
    drop(rt, subclasses);
    drop(rt, c);
}

static void instances_keep_attributes_in_slots(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    ouro_object *first = ouro__call0(rt, c);
    assert_int_equal(set(rt, first, "a", num(rt, 1000)), 0);
    assert_int_equal(set(rt, first, "b", num(rt, 2000)), 0);
    assert_int_equal(((ouro_class *)c)->type->slot_count, 2); /* learned */
    ouro_object *second = ouro__call0(rt, c);
    assert_int_equal(set(rt, second, "a", num(rt, 3000)), 0);
    assert_int_equal(set(rt, second, "b", num(rt, 4000)), 0);
    uint64_t word = ((ouro_attrs *)((char *)second + 8))->word;
    assert_false(ouro__attrs_is_dict(word));
    assert_int_equal(ouro__attrs_capacity(word), 2);
    assert_int_equal(num_of(rt, get(rt, second, "b")), 4000);
    FAILS(get(rt, second, "c"), ATTRIBUTE_ERROR, "'C' object has no attribute 'c'");
    assert_int_equal(set(rt, second, "c", num(rt, 5000)), 0); /* overflows into a dict */
    assert_true(ouro__attrs_is_dict(((ouro_attrs *)((char *)second + 8))->word));
    expect_text(rt, get(rt, second, "__dict__"), "{'a': 3000, 'b': 4000, 'c': 5000}");
    assert_int_equal(set(rt, second, "a", NULL), 0);
    FAILS_INT(set(rt, second, "a", NULL), ATTRIBUTE_ERROR, "'C' object has no attribute 'a'");
    drop(rt, first);
    drop(rt, second);
    drop(rt, c);
}

static void deleting_attributes(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    ((ouro_class *)c)->type->slot_count = 4;
    ouro_object *o = ouro__call0(rt, c);
    ouro_attrs *attrs = (ouro_attrs *)((char *)o + 8);
    set(rt, o, "a", num(rt, 1));
    set(rt, o, "b", num(rt, 2));
    assert_int_equal(set(rt, o, "b", NULL), 0); /* the newest: still slots */
    assert_false(ouro__attrs_is_dict(attrs->word));
    set(rt, o, "b", num(rt, 3));
    assert_int_equal(set(rt, o, "a", NULL), 0);
    assert_true(ouro__attrs_is_dict(attrs->word));
    expect_text(rt, get(rt, o, "__dict__"), "{'b': 3}");
    FAILS_INT(set(rt, o, "__dict__", num(rt, 1)), TYPE_ERROR,
              "__dict__ must be set to a dictionary, not a 'int'");
    ouro_object *dict = ouro__dict_new(rt);
    ouro__dict_set_cstring(rt, dict, "z", OURO_TRUE(rt));
    assert_int_equal(set(rt, o, "__dict__", dict), 0);
    assert_ptr_equal(get(rt, o, "z"), OURO_TRUE(rt));
    FAILS(get(rt, o, "b"), ATTRIBUTE_ERROR, "'C' object has no attribute 'b'");
    drop(rt, o);
    drop(rt, c);
}

static void many_attributes(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    ((ouro_class *)c)->type->slot_count = 200;
    ouro_object *o = ouro__call0(rt, c);
    char text[16];
    for (int i = 0; i < 300; i++) {
        snprintf(text, sizeof text, "a%d", i);
        assert_int_equal(set(rt, o, text, num(rt, i)), 0);
        if (i % 7 == 0)
            assert_int_equal(num_of(rt, get(rt, o, text)), i);
    }
    for (int i = 0; i < 300; i++) {
        snprintf(text, sizeof text, "a%d", i);
        assert_int_equal(num_of(rt, get(rt, o, text)), i);
    }
    drop(rt, o);
    drop(rt, c);
}

static void slots_are_fixed(void **state)
{
    RT;
    ouro_object *namespace = namespace_of(rt, NULL);
    ouro_object *names[] = {ouro__str_from_cstring(rt, "y"), ouro__str_from_cstring(rt, "__x")};
    ouro__dict_set_owned(rt, namespace, name_of(rt, "__slots__"), ouro__tuple_from_owned(rt, names, 2));
    ouro_object *s = class_of(rt, "S", namespace, NULL), *o = ouro__call0(rt, s);
    assert_int_equal(((ouro_class *)s)->type->size, 24);
    assert_int_equal(((ouro_class *)s)->type->attrs_offset, 0);
    assert_int_equal(set(rt, o, "_S__x", num(rt, 5)), 0);
    assert_int_equal(num_of(rt, get(rt, o, "_S__x")), 5);
    FAILS(get(rt, o, "y"), ATTRIBUTE_ERROR, "'S' object has no attribute 'y'");
    FAILS_INT(set(rt, o, "y", NULL), ATTRIBUTE_ERROR, "y");
    FAILS_INT(set(rt, o, "w", num(rt, 1)), ATTRIBUTE_ERROR, "'S' object has no attribute 'w'");
    expect_text(rt, get(rt, s, "y"), "<member 'y' of 'S' objects>");
    /* A subclass with a dict: the word stands behind the slots; another level with slots moves it. */
    ouro_object *t = class_of(rt, "T", namespace_of(rt, NULL), s, NULL);
    assert_int_equal(((ouro_class *)t)->type->attrs_offset, 24);
    namespace = namespace_of(rt, NULL);
    ouro_object *z = ouro__str_from_cstring(rt, "z");
    ouro__dict_set_owned(rt, namespace, name_of(rt, "__slots__"), z);
    ouro_object *u = class_of(rt, "U", namespace, t, NULL), *p = ouro__call0(rt, u);
    assert_int_equal(((ouro_class *)u)->type->attrs_offset, 32);
    set(rt, p, "z", num(rt, 1));
    set(rt, p, "y", num(rt, 2));
    set(rt, p, "free", num(rt, 3));
    assert_int_equal(num_of(rt, get(rt, p, "z")), 1);
    assert_int_equal(num_of(rt, get(rt, p, "y")), 2);
    expect_text(rt, get(rt, p, "__dict__"), "{'free': 3}");
    FAILS(class_of(rt, "V", namespace_of(rt, NULL), s, CLASS(INT), NULL), TYPE_ERROR,
          "multiple bases have instance lay-out conflict");
    drop(rt, p);
    drop(rt, u);
    drop(rt, t);
    drop(rt, o);
    drop(rt, s);
}

static void bad_slots(void **state)
{
    RT;
    static const struct {
        const char *slot, *message;
    } cases[] = {
        {"1a", "__slots__ must be identifiers"},
    };
    for (size_t i = 0; i < 1; i++) {
        ouro_object *namespace = namespace_of(rt, NULL);
        ouro__dict_set_owned(rt, namespace, name_of(rt, "__slots__"),
                             ouro__str_from_cstring(rt, cases[i].slot));
        FAILS(class_of(rt, "X", namespace, NULL), TYPE_ERROR, cases[i].message);
    }
    ouro_object *namespace = namespace_of(rt, NULL);
    ouro__dict_set_owned(rt, namespace, name_of(rt, "__slots__"), ouro__str_from_cstring(rt, "a"));
    ouro__dict_set_owned(rt, namespace, name_of(rt, "a"), num(rt, 1));
    FAILS(class_of(rt, "X", namespace, NULL), VALUE_ERROR, "'a' in __slots__ conflicts with class variable");
    namespace = namespace_of(rt, NULL);
    ouro__dict_set_owned(rt, namespace, name_of(rt, "__slots__"), ouro__str_from_cstring(rt, "a"));
    FAILS(class_of(rt, "X", namespace, CLASS(INT), NULL), TYPE_ERROR,
          "nonempty __slots__ not supported for subtype of 'int'");
    namespace = namespace_of(rt, NULL);
    ouro_object *one = num(rt, 1);
    ouro__dict_set_owned(rt, namespace, name_of(rt, "__slots__"), ouro__tuple_from(rt, &one, 1));
    FAILS(class_of(rt, "X", namespace, NULL), TYPE_ERROR, "__slots__ items must be strings, not 'int'");
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    namespace = namespace_of(rt, NULL);
    ouro__dict_set_owned(rt, namespace, name_of(rt, "__slots__"), ouro__str_from_cstring(rt, "__dict__"));
    FAILS(class_of(rt, "X", namespace, c, NULL), TYPE_ERROR, "__dict__ slot disallowed: we already got one");
    drop(rt, c);
}

static void bad_bases(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    FAILS(class_of(rt, "X", namespace_of(rt, NULL), CLASS(BOOL), NULL), TYPE_ERROR,
          "type 'bool' is not an acceptable base type");
    FAILS(class_of(rt, "X", namespace_of(rt, NULL), CLASS(INT), CLASS(STR), NULL), TYPE_ERROR,
          "multiple bases have instance lay-out conflict");
    FAILS(class_of(rt, "X", namespace_of(rt, NULL), CLASS(LIST), CLASS(DICT), NULL), TYPE_ERROR,
          "multiple bases have instance lay-out conflict");
    FAILS(class_of(rt, "X", namespace_of(rt, NULL), c, c, NULL), TYPE_ERROR, "duplicate base class C");
    FAILS(class_of(rt, "X", namespace_of(rt, NULL), CLASS(OBJECT), c, NULL), TYPE_ERROR,
          "Cannot create a consistent method resolution\norder (MRO) for bases object, C");
    FAILS(class_of(rt, "X", namespace_of(rt, NULL), OURO_NONE(rt), NULL), TYPE_ERROR,
          "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
          "metaclasses "
          "of all its bases");
    drop(rt, c);
}

static void mro_of_a_diamond(void **state)
{
    RT;
    ouro_object *a = class_of(rt, "A", namespace_of(rt, NULL), NULL);
    ouro_object *b = class_of(rt, "B", namespace_of(rt, NULL), a, NULL);
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), a, NULL);
    ouro_object *d = class_of(rt, "D", namespace_of(rt, NULL), b, c, NULL);
    expect_text(rt, get(rt, d, "__mro__"),
                "(<class 'D'>, <class 'B'>, <class 'C'>, <class 'A'>, <class 'object'>)");
    set(rt, c, "found", num(rt, 1));
    assert_int_equal(num_of(rt, get(rt, d, "found")), 1);
    set(rt, a, "found", num(rt, 2));
    assert_int_equal(num_of(rt, get(rt, d, "found")), 1);
    set(rt, c, "found", NULL);
    assert_int_equal(num_of(rt, get(rt, d, "found")), 2);
    assert_int_equal(num_of(rt, get(rt, b, "found")), 2);
    drop(rt, a);
    drop(rt, b);
    drop(rt, c);
    drop(rt, d);
}

static const ouro_method_def special[] = {
    {"__add__", return_text, 0, 1, 1, NULL},      {"__len__", return_one, 0, 0, 0, NULL},
    {"__repr__", return_text, 0, 0, 0, NULL},     {"__getitem__", return_argument, 0, 1, 1, NULL},
    {"__call__", return_argument, 0, 1, 1, NULL}, {"__eq__", return_not_implemented, 0, 1, 1, NULL},
    {"__iter__", return_self, 0, 0, 0, NULL},     {"__index__", return_one, 0, 0, 0, NULL},
    {"__init__", store_x, 0, 1, 1, NULL},         {0},
};

static void special_methods_fill_slots(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, special), NULL), *ten = num(rt, 10);
    FAILS(ouro__call0(rt, c), TYPE_ERROR, "C.__init__() takes exactly one argument (0 given)");
    ouro_object *o = ouro__call1(rt, c, ten);
    assert_int_equal(num_of(rt, get(rt, o, "x")), 10);
    expect_text(rt, ouro__binary(rt, OURO_ADD, o, ten), "text");
    assert_int_equal(ouro__length(rt, o), 1);
    assert_int_equal(ouro__truth(rt, o), 1);
    expect_text(rt, ouro__repr(rt, o), "text");
    expect_text(rt, ouro__str(rt, o), "text");
    assert_int_equal(num_of(rt, ouro__getitem(rt, o, ten)), 10);
    assert_int_equal(num_of(rt, ouro__call1(rt, o, ten)), 10);
    assert_int_equal(num_of(rt, ouro__index(rt, o)), 1);
    assert_int_equal(ouro__hash(rt, o), -1);
    expect_error(rt, OURO_T_TYPE_ERROR, "unhashable type: 'C'");
    FAILS(ouro__iter(rt, o), TYPE_ERROR, "iter() returned non-iterator of type 'C'");
    FAILS(ouro__binary(rt, OURO_SUBTRACT, o, ten), TYPE_ERROR,
          "unsupported operand type(s) for -: 'C' and 'int'");
    /* Changing the class changes its instances and those of its subclasses. */
    ouro_object *d = class_of(rt, "D", namespace_of(rt, NULL), c, NULL), *p = ouro__call1(rt, d, ten);
    expect_text(rt, ouro__binary(rt, OURO_ADD, p, ten), "text");
    assert_int_equal(set(rt, c, "__add__", NULL), 0);
    FAILS(ouro__binary(rt, OURO_ADD, p, ten), TYPE_ERROR, "unsupported operand type(s) for +: 'D' and 'int'");
    assert_int_equal(set(rt, c, "__len__", NULL), 0);
    FAILS_INT(ouro__length(rt, p), TYPE_ERROR, "object of type 'D' has no len()");
    set(rt, c, "__sub__", ouro__method_descriptor_new(rt, CLASS(OBJECT), &special[0]));
    expect_text(rt, ouro__binary(rt, OURO_SUBTRACT, p, ten), "text");
    set(rt, c, "__iter__", OURO_NONE(rt));
    FAILS(ouro__iter(rt, p), TYPE_ERROR, "'D' object is not iterable");
    drop(rt, p);
    drop(rt, d);
    drop(rt, o);
    drop(rt, c);
}

static void subclasses_of_builtin_types(void **state)
{
    RT;
    ouro_object *l = class_of(rt, "L", namespace_of(rt, NULL), CLASS(LIST), NULL), *o = ouro__call0(rt, l);
    assert_non_null(o);
    drop(rt, ouro__call_method(rt, o, NAME(rt, append), 1, OURO_TRUE(rt)));
    assert_int_equal(set(rt, o, "x", num(rt, 7)), 0);
    assert_int_equal(num_of(rt, get(rt, o, "x")), 7);
    assert_int_equal(ouro__length(rt, o), 1);
    expect_text(rt, ouro__repr(rt, o), "[True]");
    drop(rt, o);
    drop(rt, l);
    ouro_object *i = class_of(rt, "I", namespace_of(rt, NULL), CLASS(INT), NULL), *ten = num(rt, 10);
    o = ouro__call1(rt, i, ten);
    assert_int_equal(set(rt, o, "x", num(rt, 7)), 0);
    assert_int_equal(num_of(rt, get(rt, o, "x")), 7);
    assert_int_equal(num_of(rt, ouro__binary(rt, OURO_ADD, o, ten)), 20);
    drop(rt, o);
    drop(rt, i);
    ouro_object *e = class_of(rt, "E", namespace_of(rt, NULL), CLASS(VALUE_ERROR), NULL);
    o = ouro__call1(rt, e, ten);
    assert_int_equal(set(rt, o, "x", num(rt, 7)), 0);
    expect_text(rt, ouro__repr(rt, o), "E(10)");
    drop(rt, o);
    drop(rt, e);
}

static void classes_in_cycles_are_collected(void **state)
{
    RT;
    uint32_t before = rt->type_count;
    for (int i = 0; i < 50; i++) {
        ouro_object *c = class_of(rt, "C", namespace_of(rt, special), NULL), *ten = num(rt, 10);
        ouro_object *o = ouro__call1(rt, c, ten);
        set(rt, o, "me", ouro_ref(o));
        set(rt, c, "instance", o);
        drop(rt, c);
        if (i % 10 == 9)
            ouro__gc_collect(rt, 2);
    }
    assert_true(rt->type_count < before + 20); /* descriptors are used again */
}

static void class_assignment(void **state)
{
    RT;
    ouro_object *a = class_of(rt, "A", namespace_of(rt, NULL), NULL);
    ouro_object *b = class_of(rt, "B", namespace_of(rt, special), NULL);
    ((ouro_class *)a)->type->slot_count = 3;
    ouro_object *o = ouro__call0(rt, a);
    set(rt, o, "x", num(rt, 1));
    assert_int_equal(set(rt, o, "__class__", ouro_ref(b)), 0);
    assert_int_equal(num_of(rt, get(rt, o, "x")), 1);
    expect_text(rt, ouro__repr(rt, o), "text");
    FAILS_INT(set(rt, o, "__class__", num(rt, 1)), TYPE_ERROR,
              "__class__ must be set to a class, not 'int' object");
    FAILS_INT(set(rt, o, "__class__", ouro_ref(CLASS(INT))), TYPE_ERROR,
              "__class__ assignment only supported for mutable types or ModuleType subclasses");
    drop(rt, a);
    drop(rt, o);
    drop(rt, b);
}

static void excess_arguments(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL), *one = num(rt, 1);
    FAILS(ouro__call1(rt, c, one), TYPE_ERROR, "C() takes no arguments");
    FAILS(ouro__call1(rt, CLASS(OBJECT), one), TYPE_ERROR, "object() takes no arguments");
    ouro_object *new_ = get(rt, CLASS(OBJECT), "__new__");
    FAILS(ouro__call0(rt, new_), TYPE_ERROR, "object.__new__(): not enough arguments");
    FAILS(ouro__call1(rt, new_, one), TYPE_ERROR, "object.__new__(X): X is not a type object (int)");
    FAILS(ouro__call1(rt, new_, CLASS(INT)), TYPE_ERROR,
          "object.__new__(int) is not safe, use int.__new__()");
    drop(rt, new_);
    ouro_object *o = ouro__call0(rt, c), *init = get(rt, o, "__init__");
    FAILS(ouro__call1(rt, init, one), TYPE_ERROR,
          "C.__init__() takes exactly one argument (the instance to initialize)");
    drop(rt, init);
    drop(rt, o);
    drop(rt, c);
}

static void weak_references(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, special), NULL), *ten = num(rt, 10);
    ouro_object *o = ouro__call1(rt, c, ten), *ref = ouro__weakref_new(rt, o, NULL);
    ouro_object *same = ouro__weakref_new(rt, o, NULL);
    assert_ptr_equal(ref, same);
    drop(rt, same);
    ouro_object *proxy = ouro__weak_proxy_new(rt, o, NULL);
    assert_int_equal(num_of(rt, get(rt, proxy, "x")), 10);
    expect_text(rt, ouro__binary(rt, OURO_ADD, proxy, ten), "text");
    ouro_object *back = ouro__call0(rt, ref);
    assert_ptr_equal(back, o);
    drop(rt, back);
    drop(rt, o);
    assert_ptr_equal(ouro__call0(rt, ref), OURO_NONE(rt));
    FAILS(get(rt, proxy, "x"), REFERENCE_ERROR, "weakly-referenced object no longer exists");
    assert_int_equal(ouro__hash(rt, ref), -1);
    expect_error(rt, OURO_T_TYPE_ERROR, "weak object has gone away");
    FAILS(ouro__weakref_new(rt, ten, NULL), TYPE_ERROR, "cannot create weak reference to 'int' object");
    drop(rt, proxy);
    drop(rt, ref);
    drop(rt, c);
}

static void properties_and_static_methods(void **state)
{
    RT;
    ouro_object *getter = ouro__method_descriptor_new(rt, CLASS(OBJECT), &special[1]);
    ouro_object *namespace = namespace_of(rt, NULL);
    ouro__dict_set_owned(rt, namespace, name_of(rt, "p"), ouro__call1(rt, CLASS(PROPERTY), getter));
    ouro__dict_set_owned(rt, namespace, name_of(rt, "s"), ouro__call1(rt, CLASS(STATICMETHOD), CLASS(INT)));
    ouro__dict_set_owned(rt, namespace, name_of(rt, "m"), ouro__call1(rt, CLASS(CLASSMETHOD), CLASS(TUPLE)));
    ouro_object *c = class_of(rt, "C", namespace, NULL), *o = ouro__call0(rt, c);
    assert_int_equal(num_of(rt, get(rt, o, "p")), 1);
    FAILS_INT(set(rt, o, "p", num(rt, 1)), ATTRIBUTE_ERROR, "property 'p' of 'C' object has no setter");
    FAILS_INT(set(rt, o, "p", NULL), ATTRIBUTE_ERROR, "property 'p' of 'C' object has no deleter");
    ouro_object *s = get(rt, o, "s");
    assert_ptr_equal(s, CLASS(INT));
    drop(rt, s);
    drop(rt, get(rt, o, "m"));
    drop(rt, o);
    drop(rt, c);
    drop(rt, getter);
}

static void supers(void **state)
{
    RT;
    ouro_object *a = class_of(rt, "A", namespace_of(rt, special), NULL);
    ouro_object *b = class_of(rt, "B", namespace_of(rt, NULL), a, NULL), *ten = num(rt, 10);
    ouro_object *o = ouro__call1(rt, b, ten), *s = ouro__call2(rt, CLASS(SUPER), b, o);
    expect_text(rt, ouro__repr(rt, s), "<super: <class 'B'>, <B object>>");
    ouro_object *f = get(rt, s, "__add__");
    expect_text(rt, ouro__call1(rt, f, ten), "text");
    drop(rt, f);
    FAILS(get(rt, s, "nothing"), ATTRIBUTE_ERROR, "'super' object has no attribute 'nothing'");
    FAILS(ouro__call2(rt, CLASS(SUPER), b, ten), TYPE_ERROR,
          "super(type, obj): obj must be an instance or subtype of type");
    FAILS(ouro__call1(rt, CLASS(SUPER), ten), TYPE_ERROR, "super() argument 1 must be a type, not int");
    drop(rt, s);
    drop(rt, o);
    drop(rt, b);
    drop(rt, a);
}

static void modules(void **state)
{
    RT;
    ouro_object *name = ouro__str_from_cstring(rt, "m"), *m = ouro__module_new(rt, name, NULL);
    expect_text(rt, ouro__repr(rt, m), "<module 'm'>");
    assert_int_equal(set(rt, m, "x", num(rt, 1)), 0);
    assert_int_equal(num_of(rt, get(rt, m, "x")), 1);
    FAILS(get(rt, m, "y"), ATTRIBUTE_ERROR, "module 'm' has no attribute 'y'");
    ouro_object *dict = get(rt, m, "__dict__");
    assert_ptr_equal(dict, ouro__module_dict(m));
    drop(rt, dict);
    drop(rt, m);
    drop(rt, name);
}

static void aliases_and_unions(void **state)
{
    RT;
    ouro_object *alias = ouro__getitem(rt, CLASS(LIST), CLASS(INT)), *one = num(rt, 1);
    expect_text(rt, ouro__repr(rt, alias), "list[int]");
    ouro_object *either = ouro__binary(rt, OURO_OR, CLASS(INT), OURO_NONE(rt));
    expect_text(rt, ouro__repr(rt, either), "int | None");
    assert_int_equal(ouro__isinstance(rt, one, either), 1);
    assert_int_equal(ouro__isinstance(rt, alias, either), 0);
    FAILS_INT(ouro__isinstance(rt, one, alias), TYPE_ERROR,
              "isinstance() argument 2 cannot be a parameterized generic");
    FAILS(ouro__getitem(rt, alias, one), TYPE_ERROR, "list[int] is not a generic class");
    FAILS(ouro__binary(rt, OURO_OR, CLASS(INT), one), TYPE_ERROR,
          "unsupported operand type(s) for |: 'type' and 'int'");
    drop(rt, ouro__call0(rt, alias));
    drop(rt, either);
    drop(rt, alias);
}

/* Start-up survives the refusal of any one allocation, and of all from one on. */
static void start_survives_refusals(void **state)
{
    (void)state;
    for (uint64_t all = 0; all < 2; all++) {
        int status = -1;
        for (uint64_t n = 1; status < 0 && n < 20000; n += n < 200 ? 1 : 7) {
            language l = open_language(n, all ? 0 : 1);
            status = ouro__types_init(l.rt, 0);
            close_language(&l);
        }
        assert_int_equal(status, 0);
    }
}

/* The same for making a class and using it. */
static void classes_survive_refusals(void **state)
{
    (void)state;
    int done = 0;
    for (uint64_t n = 1; !done && n < 3000; n++) {
        language l = open_language(0, 0);
        ouro_runtime *rt = l.rt;
        assert_int_equal(ouro__types_init(rt, 0), 0);
        ouro_object *namespace = namespace_of(rt, special), *name = ouro__str_from_cstring(rt, "C");
        ouro_object *attribute = name_of(rt, "attribute"), *ten = num(rt, 10);
        ouro__heap_fail(&rt->heap, n, 1);
        ouro_object *c = ouro__class_new(rt, CLASS(TYPE), name, OURO_EMPTY_TUPLE(rt), namespace, NULL, NULL);
        ouro_object *o = c ? ouro__call1(rt, c, ten) : NULL;
        ouro_object *text = o ? ouro__repr(rt, o) : NULL;
        ouro_object *ref = text ? ouro__weakref_new(rt, o, NULL) : NULL;
        done = ref && ouro__setattr(rt, o, attribute, ten) == 0 && ouro__instance_dict(rt, o) != NULL;
        ouro__heap_fail(&rt->heap, 0, 0);
        if (!done)
            assert_true(ouro__error_is(rt, OURO_T_MEMORY_ERROR));
        ouro__error_clear(rt);
        ouro_xdecref(rt, ref);
        ouro_xdecref(rt, text);
        ouro_xdecref(rt, o);
        ouro_xdecref(rt, c);
        ouro_decref(rt, attribute);
        ouro_decref(rt, name);
        ouro_decref(rt, namespace);
        close_language(&l);
    }
    assert_true(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opens_and_closes),
        TEST(all_builtin_dicts_fill),
        TEST(slot_wrappers_call),
        TEST(method_messages),
        TEST(class_attributes),
        TEST(instances_keep_attributes_in_slots),
        TEST(deleting_attributes),
        TEST(many_attributes),
        TEST(slots_are_fixed),
        TEST(bad_slots),
        TEST(bad_bases),
        TEST(mro_of_a_diamond),
        TEST(special_methods_fill_slots),
        TEST(subclasses_of_builtin_types),
        TEST(classes_in_cycles_are_collected),
        TEST(class_assignment),
        TEST(excess_arguments),
        TEST(weak_references),
        TEST(properties_and_static_methods),
        TEST(supers),
        TEST(modules),
        TEST(aliases_and_unions),
        cmocka_unit_test(start_survives_refusals),
        cmocka_unit_test(classes_survive_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
