/* Floats: the shortest text, reading, hashing, exact comparison with ints, rounding. */
#include "language.h"

#include <math.h>
#include <string.h>

#include "types/float_impl.h"

static const struct {
    double value;
    const char *text;
} shown[] = {
    {0x1.999999999999ap-4, "0.1"},
    {-0x0.0p+0, "-0.0"},
    {0x1.1c37937e08000p+53, "1e+16"},
    {0x1.c6bf526340000p+49, "1000000000000000.0"},
    {0x1.b69b4ba630f35p+56, "1.2345678901234568e+17"},
    {0x0.0000000000001p-1022, "5e-324"},
    {0x1.0000000000000p-1022, "2.2250738585072014e-308"},
    {0x1.fffffffffffffp+1023, "1.7976931348623157e+308"},
    {0x1.0000000000000p-44, "5.684341886080802e-14"},
    {0x1.0f0cf064dd592p+73, "1e+22"},
    {0x1.52d02c7e14af6p+76, "1e+23"},
    {0x1.0000000000000p+53, "9007199254740992.0"},
    {0x1.4f8b588e368f1p-17, "1e-05"},
    {0x1.a36e2eb1c432dp-14, "0.0001"},
    {0x1.f75104d551d69p-14, "0.00012"},
    {0x1.5555555555555p-2, "0.3333333333333333"},
    {0x1.5555555555555p-1, "0.6666666666666666"},
    {0x1.9000000000000p+6, "100.0"},
    {0x1.249ad2594c37dp+332, "1e+100"},
    {0x1.0000000000000p-44, "5.684341886080802e-14"},
    {0x1.1666666666666p+2, "4.35"},
    {0x1.3333333333334p-2, "0.30000000000000004"},
    {0x1.e240c9fbe76c9p+16, "123456.789"},
    {-0x1.686a4486d32e9p-487, "-3.5233447033367527e-147"},
    {-0x1.ed824c9ea3e72p-837, "-2.1035300715365302e-252"},
    {-0x1.875dfd8b7d712p+823, "-8.551274266649145e+247"},
    {-0x1.fc651396872b8p+982, "-8.117399161206349e+295"},
    {-0x1.408b08e8fca31p+727, "-8.840021504505864e+218"},
    {-0x1.ebc20cca6499fp-706, "-5.706036383286765e-213"},
    {-0x1.49a6ef0dc9e08p-764, "-1.3270863267522826e-230"},
    {-0x1.078c0ebf34df6p+876, "-5.1867399974595e+263"},
    {-0x1.1083dba8e3465p+924, "-1.5096162171497207e+278"},
    {-0x1.545183867dd1dp-240, "-7.523960777007088e-73"},
    {0x1.473ed3220a3b3p+981, "2.6125183146347418e+295"},
    {0x1.2605a54228e6fp+963, "8.954178849140114e+289"},
    {0x1.f5b8bbe7d9edcp-834, "1.7108284528077357e-251"},
    {0x1.658ca05deb71ep-841, "9.525102111858402e-254"},
    {0x1.0b5061f1fd04dp-548, "1.1332979587418522e-165"},
    {0x1.0000000000000p+112, "5.192296858534828e+33"},
    {0x1.0000000000000p+642, "1.824976247048878e+193"},
    {0x1.0000000000000p-484, "2.002083095183101e-146"},
    {0x1.0000000000000p-592, "6.169394854663383e-179"},
    {0x1.0000000000000p+189, "7.846377169233351e+56"},
    {0x1.0000000000000p-334, "2.8574684782056875e-101"},
    {0x1.0000000000000p-652, "5.351097043477547e-197"},
    {0x1.0000000000000p-305, "1.5340917079055395e-92"},
    {0x1.0000000000000p+451, "5.814709794364855e+135"},
    {0x1.0000000000000p-675, "6.379004768702443e-204"},
    {0x1.0000000000000p-817, "1.1441778670468376e-246"},
    {0x1.0000000000000p-830, "1.3967014978599092e-250"},
    {0x1.0000000000000p-231, "2.897817305224548e-70"},
    {0x1.0000000000000p+959, "4.8726570057e+288"},
    {0x1.0000000000000p+677, "6.270570637641398e+203"},
};

static void repr_is_the_shortest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        char text[OURO_FLOAT_REPR_MAX];
        ouro__float_repr(shown[i].value, text);
        assert_string_equal(text, shown[i].text);
    }
}

static void repr_reads_back(void **state)
{
    RT;
    uint64_t bits = 12345;
    for (int i = 0; i < 20000; i++) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        uint64_t mixed = bits ^ bits >> 31;
        double x, y = 0;
        memcpy(&x, &mixed, 8);
        if (!isfinite(x))
            continue;
        char text[OURO_FLOAT_REPR_MAX];
        int n = ouro__float_repr(x, text);
        assert_true(n < OURO_FLOAT_REPR_MAX);
        assert_int_equal(ouro__float_parse(rt, text, 0, (size_t)n, &y), 0);
        assert_memory_equal(&x, &y, 8);
    }
}

static void malformed_text_is_refused(void **state)
{
    RT;
    static const char *const bad[] = {"",     ".",    "e5",   "1e",   "1__0", "_1",  "1_",
                                      "1._5", "1e_5", "0x10", "nanx", "1 2",  "--1", "+"};
    static const char *const good[] = {"1_0.5_5", " 1 ",  "1e1_0",    ".5",  "5.",
                                       "-inf",    "+NaN", "iNfinity", "1E+5"};
    double value;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ouro__float_parse(rt, bad[i], 0, strlen(bad[i]), &value), 1);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(ouro__float_parse(rt, good[i], 0, strlen(good[i]), &value), 0);
}

static void hash_agrees_with_ints(void **state)
{
    RT;
    for (int shift = 0; shift < 1000; shift += 7) {
        for (int sign = -1; sign <= 1; sign += 2) {
            double x = sign * ldexp(12345, shift);
            ouro_object *i = ouro__int_from_double(rt, x);
            assert_int_equal(ouro__int_hash(rt, i), ouro__hash_double(x, NULL));
            assert_int_equal(ouro__float_compare_int(rt, x, i), 0);
            assert_int_equal(ouro__float_compare_int(rt, nextafter(x, INFINITY), i), 1);
            assert_int_equal(ouro__float_compare_int(rt, nextafter(x, -INFINITY), i), -1);
            drop(rt, i);
        }
    }
    assert_int_equal(ouro__hash_double(1.5, NULL), 1152921504606846977);
    assert_int_equal(ouro__hash_double(-0.1, NULL), -230584300921369408);
    assert_int_equal(ouro__hash_double(INFINITY, NULL), 314159);
    assert_int_equal(ouro__hash_double(-1.0, NULL), -2);
}

static void arithmetic_follows_python(void **state)
{
    RT;
    expect_text(rt, ouro__float_binary(rt, OURO_FLOOR_DIVIDE, -7, 2), "-4.0");
    expect_text(rt, ouro__float_binary(rt, OURO_REMAINDER, -7, 2), "1.0");
    expect_text(rt, ouro__float_binary(rt, OURO_REMAINDER, 7, -INFINITY), "-inf");
    expect_text(rt, ouro__float_binary(rt, OURO_DIVMOD, 0.3, 0.1), "(2.0, 0.09999999999999998)");
    expect_text(rt, ouro__float_binary(rt, OURO_POWER, -8, 1.0 / 3),
                "(1.0000000000000002+1.7320508075688772j)");
    FAILS(ouro__float_binary(rt, OURO_POWER, 0, -1), ZERO_DIVISION_ERROR,
          "0.0 cannot be raised to a negative power");
    FAILS(ouro__float_binary(rt, OURO_TRUE_DIVIDE, 1, 0), ZERO_DIVISION_ERROR, "float division by zero");
    FAILS(ouro__float_binary(rt, OURO_POWER, 1e300, 2), OVERFLOW_ERROR,
          "(34, 'Numerical result out of range')");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(repr_is_the_shortest),  TEST(repr_reads_back),           TEST(malformed_text_is_refused),
        TEST(hash_agrees_with_ints), TEST(arithmetic_follows_python),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
