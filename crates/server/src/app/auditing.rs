//! The audit trail of what is done outside a larger command of the store.

use crate::auth::Identity;
use crate::problem::Answer;
use crate::state::AppState;
use portolan_store::NewAudit;

/// Writes down who did what to which object.
pub async fn audit(
    state: &AppState,
    caller: &Identity,
    action: &str,
    object: impl ToString + Send,
) -> Answer<()> {
    let entry = NewAudit {
        actor: caller.actor(),
        action: action.to_owned(),
        object: object.to_string(),
        detail: "{}".to_owned(),
    };
    Ok(state.store.audit_append(Some(caller.scope), &[entry], state.clock.now()).await?)
}
