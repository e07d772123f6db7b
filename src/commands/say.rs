//! What commands print: a reader that has gone away (`| head`) is no error of ours.

/// A line to standard output. When nobody reads any more, the process ends quietly: there is nothing left to do.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        if let Err(error) = writeln!(std::io::stdout().lock(), $($words)*)
            && error.kind() == std::io::ErrorKind::BrokenPipe
        {
            std::process::exit(0);
        }
    }};
}
pub(super) use say;
