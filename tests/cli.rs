//! One behaviour of the program a file: `tests/cmd/*.toml`, named as a sentence. The folders beside them are what the
//! commands find; `TRYCMD=overwrite cargo test --test cli` rewrites what they say.

#![allow(clippy::unwrap_used)]

#[test]
fn every_behaviour_is_as_its_file_says() {
    trycmd::TestCases::new()
        .default_bin_name("canon")
        // Help is as wide as the terminal, of which there is none.
        .env("COLUMNS", "100")
        .insert_var("[VERSION]", env!("CARGO_PKG_VERSION"))
        .unwrap()
        .case("tests/cmd/*.toml");
}
