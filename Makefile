# Everything sets itself up: see scripts/setup. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test check audit bench bench-accuracy bench-letters bench-structure load openapi licences findings format image sbom layer sam-build sam-local sam-local-token token deploy release-notes release lock clean
BIN := .venv/bin
export SAM_CLI_TELEMETRY := 0

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: ## serve on 127.0.0.1:8000 (HOST, PORT, OCR_API_TOKEN, TESSERACT_LANGUAGES)
	@scripts/setup run
	@exec $(BIN)/python -m local.serve

test: ## all the tests that this machine can run
	@scripts/setup test
	@$(BIN)/python -m pytest $(ARGS)

check: ## what CI runs: format, lint, types, template lint, tests
	@scripts/setup test
	@scripts/check
	@$(BIN)/python -m pytest $(ARGS)

audit: ## known mistakes in template and image, known flaws in packages (ARGS=offline: the former)
	@scripts/setup audit
	@scripts/audit $(ARGS)

bench-accuracy: ## how well we read the corpus, beside the peers (OCR_CORPUS, ARGS)
	@scripts/setup bench
	@$(BIN)/python -m bench.accuracy --turned --write $(ARGS)

bench-structure: ## how well rows, tables and reading order are kept, beside a peer (OCR_CORPUS, ARGS)
	@scripts/setup bench
	@$(BIN)/python -m bench.structure --write $(ARGS)

bench-letters: ## which letters of which language an engine never gives (ARGS)
	@scripts/setup letters
	@$(BIN)/python -m bench.letters --write $(ARGS)

openapi: ## write docs/openapi.json, from which clients are generated
	@scripts/setup run
	@$(BIN)/python -m local.openapi

licences: ## write docs/licences.md, the licences of what ships
	@scripts/setup run
	@$(BIN)/python -m local.licences

bench: ## how fast we are, beside recognition alone and what people use (Docker, ARGS)
	@scripts/setup test
	@scripts/setup bench
	@$(BIN)/python -m bench.speed --write $(ARGS)
	@$(BIN)/python -m bench.cost

load: ## what happens under 1, 8 and 64 clients (Docker, ARGS)
	@scripts/setup test
	@$(BIN)/python -m bench.load --write $(ARGS)

findings: ## run findings/, surprises about other software; names those that no longer hold
	@scripts/findings

format: ## format the code
	@scripts/setup run
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

image: ## build the Lambda image (TESSERACT_LANGUAGES, PHOTOS)
	@scripts/build-image

sbom: ## write build/sbom.cdx.json, the bill of materials of the image (IMAGE)
	@scripts/setup run
	@mkdir -p build
	@$(BIN)/python -m local.bill_of_materials "$${IMAGE:-serverless-ocr:latest}" >build/sbom.cdx.json

layer: ## pack layers/tesseract as a Lambda layer
	@layers/tesseract/pack.sh

sam-build: ## sam build (TESSERACT_LANGUAGES, BUILD_ARGS)
	@scripts/setup test
	@.venv-sam/bin/sam build $(if $(TESSERACT_LANGUAGES),--parameter-overrides 'TesseractLanguages="$(TESSERACT_LANGUAGES)"') $(BUILD_ARGS)

sam-local: sam-build ## the whole API under sam local, on 127.0.0.1:3000 (ARGS)
	@exec .venv-sam/bin/sam local start-api $(ARGS)

sam-local-token: ## print the token that sam local accepts
	@sed -n 's/.*SamLocalToken=\([^ "]*\).*/\1/p' samconfig.toml | head -n 1

token: ## print a token of 256 bits (ARGS="add|rotate|finish|remove CLIENT" in TOKEN_SECRET_ID)
	@scripts/setup run
	@$(BIN)/python -m local.tokens $(ARGS)

deploy: sam-build ## deploy to AWS (as samconfig.toml says; ARGS="--guided" the first time)
	@.venv-sam/bin/sam deploy $(ARGS)

release-notes: ## what the changelog says of VERSION
	@scripts/release-notes "$$VERSION"

release: ## make a release on GitHub of the tag v$VERSION, with the bill of `make sbom` (CI does it)
	@notes=$$(scripts/release-notes "$$VERSION") && \
	    printf '%s\n' "$$notes" | \
	    gh release create "v$${VERSION#v}" --verify-tag --notes-file - build/sbom.cdx.json

lock: ## lock what requirements/*.in name (ARGS=--upgrade: in the newest versions)
	@scripts/setup run
	@scripts/lock $(ARGS)

clean: ## remove what was built
	rm -rf build .aws-sam .venv .venv-audit .venv-aws .venv-bench .venv-clients .venv-sam .clients .mypy_cache .pytest_cache .ruff_cache
