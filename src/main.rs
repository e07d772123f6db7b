//! Parse the command line, call a command, print the error.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = banister::commands::Cli::parse();
    match banister::commands::run(cli) {
        Ok(code) => code,
        // Whoever read our output has gone away: nothing is wrong.
        Err(error)
            if error
                .downcast_ref::<std::io::Error>()
                .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            banister::commands::exit_code(&error)
        }
    }
}
