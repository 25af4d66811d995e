//! The one binary. See `samtycke --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    samtycke_server::cli::run()
}
