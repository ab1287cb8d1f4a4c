//! `portolan order import`: sends a file of orders to a running server, and books them if asked to.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use portolan_api::orders::{BookRequest, ImportQuery, ImportReport, RowFate};
use portolan_api::{Client, ClientError};

use crate::args::{Format, OrderImportArgs};
use crate::output::{self, Table};
use crate::settings;

pub fn run(args: &OrderImportArgs) -> anyhow::Result<ExitCode> {
    let file = std::fs::read(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    settings::runtime()?.block_on(async {
        let client = Client::new(&args.server.server, &args.server.key)?;
        let report = send(args, &client, file).await?;
        match args.format {
            Format::Json => output::json(&report)?,
            Format::Table => print_report(args, &report)?,
        }
        if let Some(service) = args.book.as_deref().filter(|_| report.applied) {
            return book(&client, service, &report).await;
        }
        let whole = report.rejected == 0;
        Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

async fn send(
    args: &OrderImportArgs,
    client: &Client,
    file: Vec<u8>,
) -> anyhow::Result<ImportReport> {
    let spinner =
        ProgressBar::new_spinner().with_message(format!("sending {}", args.file.display()));
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    let query = ImportQuery {
        dry_run: Some(args.dry_run),
        encoding: args.order_file.encoding.clone(),
        partial: Some(args.partial),
        currency: args.order_file.default_currency.clone(),
        dates: args.order_file.date_order.map(Into::into),
    };
    let answer = client.import_orders(file, &query, None).await;
    spinner.finish_and_clear();
    answer.map_err(with_faults)
}

/// Why an order could not be booked: the first fault says more than the problem's title.
fn reason(error: &ClientError) -> String {
    let first = match error {
        ClientError::Problem(problem) => problem.faults.first(),
        _ => None,
    };
    first.map_or_else(|| error.to_string(), |fault| format!("{} ({})", fault.what, fault.field))
}

/// A problem with its faults, each on a line of its own.
fn with_faults(error: ClientError) -> anyhow::Error {
    let mut text = error.to_string();
    if let ClientError::Problem(problem) = &error {
        for fault in &problem.faults {
            let _ = write!(text, "\n  {}: {}", fault.what, fault.mend);
        }
    }
    anyhow::Error::from(error).context(text)
}

fn print_report(args: &OrderImportArgs, report: &ImportReport) -> anyhow::Result<()> {
    let file = args.file.display();
    for warning in &report.warnings {
        output::note(&format!("{file}: note: {}: {}", warning.what, warning.mend))?;
    }
    let mut table = Table::new(&[">line", "order", "column", "what", "mend"]);
    for row in &report.rows {
        for fault in &row.faults {
            table.row(vec![
                row.line.to_string(),
                row.order.clone(),
                fault.field.clone(),
                fault.what.clone(),
                fault.mend.clone(),
            ]);
        }
    }
    table.print("no faults")?;
    if report.rows_omitted > 0 {
        output::line(&format!("and {} rows more", report.rows_omitted))?;
    }
    output::line(&format!(
        "{file} ({}): {} orders, {} accepted, {} unchanged, {} rejected; {}",
        report.encoding,
        report.orders,
        report.accepted,
        report.unchanged,
        report.rejected,
        if report.applied { "saved" } else { "nothing saved" }
    ))
}

/// Books every order of the report. One that cannot be booked does not keep the others from it.
async fn book(client: &Client, service: &str, report: &ImportReport) -> anyhow::Result<ExitCode> {
    let mut orders: Vec<(&str, &str)> = Vec::new();
    for row in report.rows.iter().filter(|r| r.fate != RowFate::Rejected) {
        if let Some(id) =
            row.order_id.as_deref().filter(|id| orders.last().is_none_or(|(_, o)| o != id))
        {
            orders.push((&row.order, id));
        }
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} booked")?;
    let bar = ProgressBar::new(u64::try_from(orders.len())?).with_style(style);
    let (mut parcels, mut failed) = (0_usize, Table::new(&["order", "why"]));
    let request = BookRequest { service: Some(service.to_owned()), entry: None };
    let mut failures = 0_usize;
    for (reference, id) in &orders {
        match client.book_order(id, &request, Some(&format!("import-book-{id}"))).await {
            Ok(booked) => parcels += booked.parcels.len(),
            Err(error @ ClientError::Unreachable { .. }) => return Err(error.into()),
            Err(error) => {
                failures += 1;
                failed.row(vec![(*reference).to_owned(), reason(&error)]);
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    failed.print("every order could be booked")?;
    output::line(&format!(
        "{} orders booked as {parcels} parcels, {failures} not",
        orders.len() - failures
    ))?;
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
