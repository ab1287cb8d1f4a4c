//! `portolan label`: labels from a running server into a file, for any printer.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use portolan_api::Client;
use portolan_api::labels::{LabelFormat, LabelQuery, LabelsDraft};
use portolan_api::limits::LABELS_MAX;

use crate::args::ServerArgs;
use crate::{output, settings};

/// What a label is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// A PDF, for any printer
    Pdf,
    /// Black and white dots, one label
    Png,
    /// ZPL II, for label printers that speak it
    Zpl,
}

/// `portolan label`
#[derive(Debug, Args)]
pub struct LabelArgs {
    #[command(flatten)]
    pub server: ServerArgs,
    /// What to write
    #[arg(long, value_enum, default_value_t = Language::Pdf)]
    pub format: Language,
    /// Dots per inch of the printer, 203 or 300, for PNG and ZPL
    #[arg(long, default_value_t = 203)]
    pub dpi: u32,
    /// Which page of a PNG, from 1: a CN 23 makes the later ones
    #[arg(long, default_value_t = 1)]
    pub page: u32,
    /// Print the labels of all parcels of a manifest
    #[arg(long, value_name = "MANIFEST", conflicts_with = "parcels")]
    pub manifest: Option<String>,
    /// The file to write; standard output without it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The parcels, `par_…`
    #[arg(required_unless_present = "manifest", value_name = "PARCEL")]
    pub parcels: Vec<String>,
}

pub fn run(args: &LabelArgs) -> anyhow::Result<ExitCode> {
    let (file, count) = settings::runtime()?.block_on(fetch(args))?;
    if let Some(path) = &args.out {
        std::fs::write(path, &file).with_context(|| format!("cannot write {}", path.display()))?;
        output::note(&format!("{count} labels in {}", path.display()))?;
    } else {
        let mut out = std::io::stdout().lock();
        let is_text = args.format == Language::Zpl;
        ensure!(is_text || !out.is_terminal(), "name a file with --out, or pipe the output");
        out.write_all(&file)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The file, and how many labels are in it.
async fn fetch(args: &LabelArgs) -> anyhow::Result<(Vec<u8>, usize)> {
    let client = Client::new(&args.server.server, &args.server.key)?;
    let parcels = match &args.manifest {
        Some(manifest) => client.get_manifest(manifest).await?.parcels,
        None => args.parcels.clone(),
    };
    let count = parcels.len();
    let format = match args.format {
        Language::Pdf => LabelFormat::Pdf,
        Language::Png => LabelFormat::Png,
        Language::Zpl => LabelFormat::Zpl,
    };
    let page = (args.format == Language::Png).then_some(args.page);
    let query = LabelQuery { format: Some(format), dpi: Some(args.dpi), page };
    if let [parcel] = parcels.as_slice() {
        return Ok((client.get_label(parcel, &query).await?, count));
    }
    ensure!(args.format != Language::Png, "a PNG holds one label: name one parcel");
    if args.format == Language::Pdf {
        ensure!(count <= LABELS_MAX, "one PDF holds {LABELS_MAX} labels: print fewer at once");
        return Ok((client.print_labels(&LabelsDraft { parcels }).await?, count));
    }
    let bar = ProgressBar::new(count as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} labels, {eta} left")?);
    let mut file = Vec::new();
    for parcel in &parcels {
        file.extend(client.get_label(parcel, &query).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok((file, count))
}
