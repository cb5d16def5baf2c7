# A short front for Meson.  `make` leaves the program at build/toll.
#
#   make            build/toll and the packs beside it
#   make demo       reads examples/black-january and prints its tally
#   make check      every test; closes with one line "N passed, N failed"
#   make accuracy   measures against labelled sets, into doc/accuracy.md
#   make bench      speed and memory beside rg, wc and gzip, into bench/results; ONLY="news html" for parts
#   make train      packs/en/model.txt anew from the labelled reports DATA="FILE.jsonl..."
#   make bless      rewrites test/golden/*/expected.jsonl after a look at the change
#   make install    honours PREFIX and DESTDIR
#   make clean
PREFIX ?= /usr/local
MESON ?= meson
NINJA ?= ninja
CLANG := $(shell command -v clang 2>/dev/null)
ASAN_FLAGS = --buildtype=debugoptimized -Doptimization=1 -Db_sanitize=address,undefined -Darena_malloc=true -Dalloc_sweep=true

.PHONY: all demo check accuracy bench train bless install clean asan clang
all: build/configured
	@$(call quietly,build)

# A new test or fuzz target is a new entry of its folder: configure again.
lists = test/unit fuzz
configure = if [ -f $(@D)/build.ninja ]; then set -- --reconfigure; else set --; fi; \
  $(MESON) setup "$$@" $(@D) $(1) >$(@D).log 2>&1 || { cat $(@D).log >&2; exit 1; }; \
  mv $(@D).log $@

# Nothing is said unless something fails; then all of it is.
quietly = $(NINJA) --quiet -C $(1) >$(1)/log 2>&1 || { cat $(1)/log >&2; exit 1; }

build/configured: $(lists)
	@$(call configure,--prefix=$(PREFIX))

build-asan/configured: $(lists)
	@export CC=gcc; $(call configure,$(ASAN_FLAGS))

build-clang/configured: $(lists)
	@export CC=clang; $(call configure,--buildtype=debugoptimized)

asan: build-asan/configured
	@$(call quietly,build-asan)

clang: $(if $(CLANG),build-clang/configured)
	@$(if $(CLANG),$(call quietly,build-clang),echo "clang is not here: the comparison with it is left out")

demo: all
	@examples/black-january/demo build/toll

check: all asan clang
	@test/run

accuracy: all
	@test/accuracy build/toll --write doc/accuracy.md

bench: all
	@bench/run $(foreach part,$(ONLY),--only $(part)) build/toll

train: all
	@[ -n "$(DATA)" ] || { echo 'make train DATA="GOLD.jsonl...": which reports?' >&2; exit 2; }
	@build/toll pack train $(if $(UNSEEN),--unseen "$(UNSEEN)") packs/en $(DATA)
	@$(call quietly,build)

bless: all
	@test/golden/run --bless build/toll

install: all
	@$(MESON) configure build -Dprefix=$(PREFIX) >build/log 2>&1 || { cat build/log >&2; exit 1; }
	@DESTDIR="$(DESTDIR)" $(MESON) install --quiet -C build >build/log 2>&1 || { cat build/log >&2; exit 1; }
	@echo "installed under $(DESTDIR)$(PREFIX)"

clean:
	rm -rf build build-asan build-clang
