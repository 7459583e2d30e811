# The front door. CMake does the work; see CMakePresets.json for the builds.
PROGRAM ?= examples/tour.py
ARGS ?=

.PHONY: all run check check-cpython stress bench format lint install clean

all:
	@mkdir -p build && tools/install-packages build && tools/build release

run: all
	@build/release/ouro $(PROGRAM) $(ARGS)

check:
	@mkdir -p build && tools/install-packages check && tests/check

check-cpython: all
	@tools/install-packages cpython && tests/check-cpython

stress:
	@mkdir -p build && tools/install-packages check && tests/check --stress

bench:
	@mkdir -p build && tools/install-packages bench && tools/build bench && bench/run

format:
	@git ls-files '*.c' '*.h' '*.inc' | grep -v -e generated -e '/unicode_tables.h$$' -e /tables/ | xargs clang-format -i

lint:
	@tools/build release && git ls-files 'src/*.c' | xargs -P "$$(nproc)" -n 1 clang-tidy -p build/release --quiet

install: all
	cmake --install build/release

clean:
	rm -rf build
