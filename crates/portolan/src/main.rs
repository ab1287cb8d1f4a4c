//! The command-line program: files in, files out, and the server.
//!
//! Each command is a file in `commands/`; `args.rs` is what a person may type. The program reads folders
//! and files and prints; what it decides is decided by the domain crates and by `portolan-server`.

mod args;
mod commands;
mod journeys;
mod networks;
mod output;
mod settings;
mod tenants;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, Command, KeyCommand, NetworkCommand, OrderCommand};
use crate::commands::account_invite::AccountCommand;

/// Scans are kept and quotes are made on several threads, of many small pieces: the system's allocator takes a
/// tenth of the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log(&arguments);
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::print_error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(args) => commands::demo::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Quote(args) => commands::quote::run(&args),
        Command::Route(args) => commands::route::run(&args),
        Command::Order { command: OrderCommand::Import(args) } => {
            commands::order_import::run(&args)
        }
        Command::Network { command } => match command {
            NetworkCommand::Check(args) => commands::network_check::run(&args),
            NetworkCommand::Show(args) => commands::network_show::run(&args),
            NetworkCommand::Learn(args) => commands::network_learn::run(&args),
            NetworkCommand::Publish(args) => commands::network_publish::run(&args),
        },
        Command::Account { command: AccountCommand::Invite(args) } => {
            commands::account_invite::run(&args)
        }
        Command::Key { command: KeyCommand::Create(args) } => commands::key_create::run(&args),
        Command::Normalize(args) => commands::tracking::normalize(&args),
        Command::Timeline(args) => commands::tracking::timeline(&args),
        Command::Identify(args) => commands::tracking::identify_numbers(&args),
        Command::Label(args) => commands::label::run(&args),
        Command::Track { command } => commands::track::run(&command),
        Command::Adapter { command } => commands::tracking::adapter(&command),
        Command::Simulate(args) => commands::simulate::run(&args),
        Command::Promise { command } => commands::promise::run(&command),
        Command::Doctor(args) => commands::doctor::run(&args),
    }
}

/// Logs go to standard error, so that answers can be piped. `PORTOLAN_LOG` chooses what is logged.
fn start_log(arguments: &Arguments) {
    let usual = arguments.command.usual_log();
    let filter = tracing_subscriber::EnvFilter::try_from_env("PORTOLAN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
