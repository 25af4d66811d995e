//! The one binary. See `samtycke --help`.

use std::process::ExitCode;

/// A consent takes hundreds of small allocations, freed on other threads than they were made on.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    samtycke_server::cli::run()
}
