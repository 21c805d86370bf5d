# Turnwheel's commands. `make help` lists them.

LISTEN ?= 127.0.0.1:8080
DATA ?= data
export LISTEN DATA

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: client ## build the client and the server, and serve at http://$(LISTEN)
	cargo build --release --bin turnwheel
	exec target/release/turnwheel

dev: static/node_modules ## serve a debug build, and build the client anew on each change of it
	cd static && npm run watch & watch=$$!; trap "kill $$watch" EXIT; cargo run

test: ## everything a change must pass: format, lints, tests, browser tests, docs
	@tests/run.sh

full: ## what takes longer: test, more seeds of the simulation, a server killed many times, and pong from far away
	@tests/run.sh
	SEEDS=2000 cargo test --release --test tests sim::
	cargo bench --bench crash
	cd static && npm run e2e:far

sim: ## the simulation alone: SEEDS=2000 for more, SEED=17 to replay one
	SEEDS=$(SEEDS) SEED=$(SEED) cargo test --release --test tests sim:: -- --nocapture

crash: ## kill a server while bots play, and see that nothing is lost; ARGS="--kills 100 --seed 7 --json"
	cargo bench --bench crash -- $(ARGS)

bench: ## lateness beside a title that hogs its thread; what counting costs; a slow reader; drift (MINUTES=10); durable moves; games asleep
	cargo bench --bench spin --bench metrics --bench slow_reader --bench drift --bench durable --bench asleep

generate: ## write anew what is made from the protocol's types
	BLESS=1 cargo test -p engine --test wire

client: static/node_modules
	cd static && npm run build

static/node_modules: static/package-lock.json
	cd static && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci
	@touch static/node_modules

.PHONY: help run dev test full sim crash bench generate client
