# Everything CI runs, and what a developer runs often. `just` is a convenience; the scripts do the work.

# all tests, as CI runs them
test:
    scripts/test

# tests alone, without format and lint
quick *args:
    scripts/test --quick {{args}}

# the whole thing with a sample shop
demo:
    cargo run --release -- demo
