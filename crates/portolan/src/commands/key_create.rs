//! `portolan key create`: makes an API key and prints it once.

use std::process::ExitCode;

use anyhow::bail;
use portolan_api::Scope;
use portolan_store::TenantScope;

use crate::args::KeyCreateArgs;
use crate::{output, settings, tenants};

pub fn run(args: &KeyCreateArgs) -> anyhow::Result<ExitCode> {
    let scopes = scopes(&args.scopes)?;
    settings::runtime()?.block_on(async {
        let store = args.store.open().await?;
        let tenant = tenants::ensure_plain(&store, &args.tenant).await?;
        let scope = TenantScope { tenant, mode: tenants::mode(args.test) };
        let token = tenants::create_key(&store, scope, &args.name, &scopes).await?;
        output::note("this key is shown once and cannot be read again:")?;
        output::line(&token)?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// The scopes asked for; all of them when none is named. Every unknown one is named at once.
fn scopes(names: &[String]) -> anyhow::Result<Vec<Scope>> {
    if names.is_empty() {
        return Ok(Scope::ALL.to_vec());
    }
    let unknown: Vec<&str> =
        names.iter().filter(|n| Scope::find(n).is_none()).map(String::as_str).collect();
    if !unknown.is_empty() {
        let known: Vec<&str> = Scope::ALL.iter().map(|s| s.name()).collect();
        bail!("unknown scopes {}: take of {}", unknown.join(", "), known.join(", "));
    }
    Ok(names.iter().filter_map(|n| Scope::find(n)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unknown_scope_is_named() {
        let error =
            scopes(&["quotes:read".to_owned(), "a".to_owned(), "b".to_owned()]).unwrap_err();
        assert!(
            error.to_string().starts_with("unknown scopes a, b: take of network:read"),
            "{error}"
        );
    }
}
