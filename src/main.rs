//! Parse the command line, call a command, print the error.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = banister::commands::Cli::parse();
    match banister::commands::run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            banister::commands::exit_code(&error)
        }
    }
}
