//! What the macros read from disk at compile time, cargo must watch: new files in these folders too.

fn main() {
    for folder in [
        "../widget/dist",
        "../verifier/dist",
        "assets",
        "locales",
        "migrations",
    ] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
