# The commands of this tree. What has logic is a Rust program or a test, not a recipe.
CARGO ?= cargo
NPM ?= npm
TARGET ?= $(or $(CARGO_TARGET_DIR),target)
PACKAGES = chromium postgresql zbar-tools poppler-utils
WEB_SOURCES = $(shell git ls-files web 2>/dev/null | grep -v '^web/tests/')

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = 1

.PHONY: run test lint deny bench book web tools clean

run: web ## Build everything and start the demonstration on its embedded store.
	$(CARGO) run --release --locked -p portolan -- demo

test: tools web lint ## Install what the tests need, then run every test there is.
	$(CARGO) test --workspace --locked
	cd web && $(NPM) test
	@# The browser's tests start the program that `cargo test` has built for the program's own tests.
	cd web && PORTOLAN_PROGRAM="$(abspath $(TARGET))/debug/portolan" $(NPM) run e2e

lint: web/node_modules/.stamp web deny
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	cd web && $(NPM) run lint

deny:
	@command -v cargo-deny >/dev/null || $(CARGO) install cargo-deny --locked
	$(CARGO) deny --locked check bans licenses sources

bench: web ## Side-by-side figures; see bench/README.md.
	$(CARGO) build --release --locked -p portolan
	bench/run

book: ## The manual as HTML in docs/book (needs mdbook).
	@command -v mdbook >/dev/null || $(CARGO) install mdbook --locked
	mdbook build docs

web: web/dist/index.html ## The console, built into web/dist and embedded in the program.

web/node_modules/.stamp: web/package.json web/package-lock.json
	cd web && $(NPM) ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.stamp $(WEB_SOURCES) crates/api/openapi.json
	cd web && $(NPM) run build

# Debian's packages: a browser, a database server, a barcode reader and a PDF renderer.
tools:
	@missing=$$(dpkg-query -W -f='$${Package} $${Status}\n' $(PACKAGES) 2>&1 | grep -v 'install ok installed' || true); \
	if [ -n "$$missing" ]; then \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $(PACKAGES); \
	fi

clean:
	$(CARGO) clean
	rm -rf web/dist web/node_modules docs/book
