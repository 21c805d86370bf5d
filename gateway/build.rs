//! Builds the gateway anew when the browser client was built: the binary holds the client's files.

use std::fs;

#[expect(clippy::disallowed_macros, reason = "this is how a build script speaks to cargo")]
fn main() {
    // A folder that isn't there can't be watched. Empty, it stands for a client that wasn't built.
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../static/dist");
    if let Err(error) = fs::create_dir_all(dist) {
        println!("cargo::warning=static/dist can't be made: {error}");
    }
    println!("cargo::rerun-if-changed={dist}");
}
