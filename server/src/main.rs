//! The executable: reads the command line, does what it says.

use std::process::ExitCode;

/// A page of questions is made of thousands of small pieces: a sixth of the time was spent on finding room for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
