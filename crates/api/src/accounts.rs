//! People: accounts, sign-in, members, invitations, and who did what.

use crate::keys::KeyMode;
use crate::role::Role;
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::{IntoParams, ToSchema};

/// A password on its way in; it is never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Password(pub String);

/// Shows nothing of it.
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A new account with an organisation of its own, which it owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// Address of mail; the account is found by it.
    pub email: String,
    /// What the person is called.
    pub name: String,
    /// 10 to 200 characters.
    pub password: Password,
    /// The organisation's name; no other has it.
    pub organisation: String,
}

/// Who signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Address of mail.
    pub email: String,
    /// The password.
    pub password: Password,
}

/// A sign-in as the browser knows it. The secret itself is in a cookie that no script can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// `acc_…`.
    pub account: String,
    /// What the person is called.
    pub name: String,
    /// Address of mail.
    pub email: String,
    /// The organisation worked in.
    pub organisation: Organisation,
    /// The role there.
    pub role: Role,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Live or test data.
    pub mode: KeyMode,
    /// To be sent as `x-csrf-token` with everything but GET.
    pub csrf_token: String,
    /// Every organisation that the account is a member of.
    pub memberships: Vec<Membership>,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    /// `ten_…`.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What an account is in an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Membership {
    /// Where.
    pub organisation: Organisation,
    /// The role there.
    pub role: Role,
}

/// Where to go on working.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionChange {
    /// `ten_…`: another organisation of the account.
    #[serde(default)]
    pub organisation: Option<String>,
    /// Live or test data.
    #[serde(default)]
    pub mode: Option<KeyMode>,
}

/// Another password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password until now.
    pub current: Password,
    /// The one from now on.
    pub new: Password,
}

/// A member of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// `acc_…`.
    pub account: String,
    /// What the person is called.
    pub name: String,
    /// Address of mail.
    pub email: String,
    /// The role.
    pub role: Role,
    /// Since when.
    pub since: String,
}

/// Everybody of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Members {
    /// The members, the oldest first.
    pub items: Vec<Member>,
}

/// Another role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberChange {
    /// The role from now on.
    pub role: Role,
}

/// Who is to be invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationDraft {
    /// Address of mail of the account that will be made or found.
    pub email: String,
    /// The role that is offered: one that may do no more than the inviting role.
    pub role: Role,
}

/// An invitation that was not taken up yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// `inv_…`.
    pub id: String,
    /// Who is invited.
    pub email: String,
    /// The role that is offered.
    pub role: Role,
    /// When it was made.
    pub created_at: String,
    /// Until when it can be taken up.
    pub expires_at: String,
}

/// An invitation just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitationCreated {
    /// The invitation.
    pub invitation: Invitation,
    /// What the person takes it up with. Shown this once: null when the answer is replayed.
    pub secret: Option<String>,
    /// Whether it was mailed to the person; else somebody has to hand the secret over.
    #[serde(default)]
    pub is_mailed: bool,
}

/// The open invitations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invitations {
    /// The newest first.
    pub items: Vec<Invitation>,
}

/// Taking an invitation up: with the password of the account that has the address, or a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationAccept {
    /// The secret of the invitation.
    pub secret: Password,
    /// What the person is called; not looked at where the account exists.
    #[serde(default)]
    pub name: Option<String>,
    /// The account's password.
    pub password: Password,
}

/// Which entries of the audit trail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditParams {
    /// Only entries about this object.
    pub object: Option<String>,
    /// Entries wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
}

/// Who did what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// When.
    pub at: String,
    /// `acc_…`, `key_…` or `system`.
    pub actor: String,
    /// What the person was called, where the actor is a member still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_name: Option<String>,
    /// What, such as `order.book`.
    pub action: String,
    /// To what.
    pub object: String,
}
