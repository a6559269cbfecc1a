//! The `diurna` command.

fn main() -> std::process::ExitCode {
    diurna::cli::main()
}
