//! What checking the network in force finds: done once for each version, when somebody asks.

use crate::problem::{Answer, ApiError};
use crate::published::unpack;
use crate::state::AppState;
use portolan_api::network::{CountryReached, CountryUnreached, NetworkCheck, NetworkFinding};
use portolan_network::{Checked, Fault, Severity, check};
use std::sync::Arc;

/// Findings answered at most.
const FINDINGS_MAX: usize = 1_000;

/// The check of the network in force.
pub async fn check_network(state: &AppState) -> Answer<NetworkCheck> {
    let network = state.network.get()?;
    let version = network.snapshot.version.to_string();
    let mut held = state.checked_network.lock().await;
    if let Some(found) = held.as_ref().filter(|found| found.version == version) {
        return Ok(NetworkCheck::clone(found));
    }
    let row = state.store.network_find(network.hash).await?;
    let row = row.ok_or_else(|| ApiError::internal("the network in force is not stored"))?;
    let read = move || unpack(&row.document).map(|source| check(&source));
    let checked = tokio::task::spawn_blocking(read).await.map_err(ApiError::internal)?;
    let checked = checked.ok_or_else(|| ApiError::internal("the network cannot be unpacked"))?;
    let told = tell(version, &checked);
    *held = Some(Arc::new(told.clone()));
    Ok(told)
}

fn tell(version: String, checked: &Checked) -> NetworkCheck {
    let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
    let finding = |fault: &Fault| NetworkFinding {
        is_error: fault.severity == Severity::Error,
        file: fault.file.clone(),
        row: fault.row,
        column: fault.column.clone(),
        what: fault.what.clone(),
        mend: fault.mend.clone(),
        code: fault.code.to_owned(),
    };
    let reached = checked.reach.reached.iter().map(|country| CountryReached {
        country: country.country.to_string(),
        legs_min: country.legs_min.into(),
        services: country.services.iter().map(ToString::to_string).collect(),
        lines: count(country.lines.len()),
    });
    let unreached = checked.reach.unreached.iter().map(|country| CountryUnreached {
        country: country.country.to_string(),
        why: country.why.to_owned(),
    });
    NetworkCheck {
        version,
        errors: count(checked.error_count()),
        warnings: count(checked.warning_count()),
        findings: checked.faults.iter().take(FINDINGS_MAX).map(finding).collect(),
        reached: reached.collect(),
        unreached: unreached.collect(),
    }
}
