# What contributors run. `just` lists it.

_default:
    @just --list

# Everything that CI runs
ci:
    bash .ci/run

# All tests
test:
    cargo test

# Rewrite what tests can repair: taxonomy files, generated sections, snapshots
update:
    UPDATE=1 cargo test --test taxonomy --test accuracy --test documentation
    TRYCMD=overwrite cargo test --test cli
    INSTA_UPDATE=always cargo test --test fixtures

# Format and lint
lint:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# Match the bundled export
demo:
    cargo run --release -- match fixtures/hr/bamboohr_employees.csv -o roles.csv -r review.csv
