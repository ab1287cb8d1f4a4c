//! `portolan route`: the route of every order of a file.

use std::process::ExitCode;

use crate::args::RouteArgs;

pub fn run(_args: &RouteArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not built yet")
}
