/* Versions: ours, and the Python whose language and library this is. */
#ifndef OURO_MODULES_VERSION_H
#define OURO_MODULES_VERSION_H

#define OURO_VERSION "0.1.0"
#define OURO_PYTHON_VERSION "3.11.2"
#define OURO_PYTHON_MICRO 2
#define OURO_PYTHON_HEXVERSION 0x030b02f0

/* What built us, as sys.version ends; platform reads it. */
#ifdef __clang__
#define OURO_COMPILER "Clang " __clang_version__
#else
#define OURO_COMPILER "GCC " __VERSION__
#endif

#endif
