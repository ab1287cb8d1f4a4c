//! The program that makes and checks the reference network.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Makes and checks the reference network.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the network's tables.
    Generate {
        /// Folder to write to.
        #[arg(long, default_value = "network/reference")]
        out: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Generate { out } => anyhow::bail!("nothing is written to {} yet", out.display()),
    }
}
