//! The executable: reads the command line, does what it says.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
