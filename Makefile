# A short front for Meson.  `make` leaves the program at build/toll.
#
#   make            build/toll and the packs beside it
#   make demo       reads examples/black-january and prints its tally
#   make check      every test; closes with one line "N passed, N failed"
#   make bench      throughput and memory, against wc and grep
#   make bless      rewrites test/golden/*/expected.jsonl after a look at the change
#   make install    honours PREFIX and DESTDIR
#   make clean
PREFIX ?= /usr/local
MESON ?= meson
NINJA ?= ninja
CLANG := $(shell command -v clang 2>/dev/null)
ASAN_FLAGS = --buildtype=debugoptimized -Doptimization=1 -Db_sanitize=address,undefined -Darena_malloc=true -Dalloc_sweep=true

.PHONY: all demo check bench bless install clean asan clang
all: build/build.ninja
	@$(NINJA) -C build --quiet

build/build.ninja:
	@$(MESON) setup build --prefix=$(PREFIX) >build.log 2>&1 || { cat build.log >&2; exit 1; }
	@mv build.log build/setup.log

build-asan/build.ninja:
	@CC=gcc $(MESON) setup build-asan $(ASAN_FLAGS) >build-asan.log 2>&1 || { cat build-asan.log >&2; exit 1; }
	@mv build-asan.log build-asan/setup.log

build-clang/build.ninja:
	@CC=clang $(MESON) setup build-clang --buildtype=debugoptimized >build-clang.log 2>&1 || { cat build-clang.log >&2; exit 1; }
	@mv build-clang.log build-clang/setup.log

asan: build-asan/build.ninja
	@$(NINJA) -C build-asan --quiet

clang: $(if $(CLANG),build-clang/build.ninja)
	@$(if $(CLANG),$(NINJA) -C build-clang --quiet,echo "clang is not here: the comparison with it is left out")

demo: all
	@rm -f build/demo.toll build/demo.toll-*
	build/toll init build/demo.toll
	build/toll add build/demo.toll examples/black-january/reports
	build/toll tally build/demo.toll

check: all asan clang
	@test/run

bench: all
	@bench/run build/toll

bless: all
	@test/golden/run --bless build/toll

install: all
	@$(MESON) configure build -Dprefix=$(PREFIX)
	@DESTDIR="$(DESTDIR)" $(MESON) install -C build --quiet

clean:
	rm -rf build build-asan build-clang
