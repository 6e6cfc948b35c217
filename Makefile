# The commands of this repository. `make` alone lists them.
#   make run WEB_PORT=8081 SIM_PORT=8091 OPERATOR_PORT=9091 DATA=elsewhere
#   make crash CYCLES=200 EDGES=2
#   make tour EDGES=2, make run EDGES=2
export DATA WEB_PORT SIM_PORT OPERATOR_PORT CYCLES EDGES JOBS QUICK
MAKEFLAGS += --no-print-directory

.PHONY: help run test tour bench crash extension screenshots fresh format lint clean

help:
	@echo "make run      install what is missing, build, and run everything on this machine"
	@echo "make test     everything that must hold"
	@echo "make tour     the whole life of a vote, played and told step by step"
	@echo "make bench    how fast it is, next to nginx"
	@echo "make crash    kill -9 under load, CYCLES times, and count every ballot"
	@echo "make extension    what Twitch is given, as one zip (SHIPVOTE_WEB_URL=https://…)"
	@echo "make screenshots  pictures of every view and state, in build/screenshots"
	@echo "make fresh    make run and make test on an empty Debian 12 and an empty Debian 13 (as root; QUICK=1 leaves one out)"
	@echo "make format   bring all sources into form"
	@echo "make lint     clang-tidy over all sources"
	@echo "make clean    remove what was built (not what was stored)"

run:
	@scripts/run

test:
	@scripts/test

tour:
	@scripts/tour

bench:
	@scripts/bench

crash:
	@scripts/crash

extension:
	@scripts/extension

screenshots:
	@scripts/screenshots

fresh:
	@scripts/fresh-machine

format:
	@scripts/format

lint:
	@scripts/lint

clean:
	rm -rf build
