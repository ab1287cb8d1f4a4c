//! The program that makes and checks the reference network.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use portolan_reference::pricing::sold::{self, Asked};

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
        /// Folder to write to; `network/reference` without it.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Folder of the generator with its facts and tables.
        #[arg(long, default_value = "reference")]
        root: PathBuf,
        /// Writes instead an overlay of so many invented service points in China, as a load example.
        #[arg(long, value_name = "COUNT", requires = "out")]
        service_points: Option<usize>,
    },
    /// Prints which countries are reached by which modes and services.
    Coverage {
        /// Folder of the network; given again, an overlay on the ones before.
        #[arg(long, default_value = "network/reference")]
        network: Vec<PathBuf>,
    },
    /// Compares days as the compiled network gives them with published ranges.
    CheckDays {
        /// Folder of facts.
        #[arg(long)]
        facts: PathBuf,
        /// Folder of the network.
        #[arg(long, default_value = "network/reference")]
        network: PathBuf,
        /// Folder of the generator with its facts and tables.
        #[arg(long, default_value = "reference")]
        root: PathBuf,
    },
    /// Fits the models of prices to published cards and writes `price_models.csv` and
    /// `price_adjustments.csv`.
    Calibrate {
        /// Folder of facts.
        #[arg(long)]
        facts: PathBuf,
        /// Folder of tables to write to.
        #[arg(long, default_value = "reference/tables")]
        tables: PathBuf,
    },
    /// Asks the network which lines serve each service and country, and writes `price_sold.csv`, which
    /// sell prices cover; with `--goods` what other goods cost more, and writes `price_sold_goods.csv`.
    CalibrateSell {
        /// Ask for goods that cheap lines refuse; generate with `price_sold.csv` before.
        #[arg(long)]
        goods: bool,
        /// Folder of the network.
        #[arg(long, default_value = "network/reference")]
        network: PathBuf,
        /// Folder of tables to write to.
        #[arg(long, default_value = "reference/tables")]
        tables: PathBuf,
    },
    /// Compares prices as the compiled network charges them with quotes that calibration has not seen.
    CheckPrices {
        /// Folder of facts.
        #[arg(long)]
        facts: PathBuf,
        /// Folder of the network.
        #[arg(long, default_value = "network/reference")]
        network: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::CheckDays { facts, network, root } => {
            portolan_reference::check_days::run(&facts, &root, &[&network])
        }
        Command::Calibrate { facts, tables } => {
            portolan_reference::pricing::calibrate::run(&facts, &tables)
        }
        Command::CalibrateSell { goods, network, tables } => {
            let asked = if goods { Asked::Goods } else { Asked::Lines };
            sold::run(&network, &tables, asked)
        }
        Command::CheckPrices { facts, network } => {
            portolan_reference::check_prices::run(&facts, &network)
        }
        Command::Coverage { network } => {
            let folders: Vec<&std::path::Path> = network.iter().map(PathBuf::as_path).collect();
            portolan_reference::coverage::run(&folders)
        }
        Command::Generate { out, root, service_points } => {
            let sources = portolan_reference::folder::read_sources(&root)?;
            if let Some(count) = service_points {
                let out = out.context("--out DIR is needed with --service-points")?;
                let files = portolan_reference::load::service_points(&sources, count)?;
                return portolan_reference::folder::write_files(&out, &files);
            }
            let out = out.unwrap_or_else(|| PathBuf::from("network/reference"));
            let generated = portolan_reference::generate::generate(&sources)?;
            portolan_reference::folder::write_files(&out, &generated.files)
        }
    }
}
