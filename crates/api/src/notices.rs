//! Notices: what a tenant's people should know without asking, and what live screens listen to.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// What a notice is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A file of orders or products was kept.
    ImportKept,
    /// A parcel is silent, late, lost or damaged, held at customs, or comes back.
    ParcelException,
    /// Somebody joined the team.
    MemberJoined,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::ImportKept, Self::ParcelException, Self::MemberJoined];

    /// Its name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ImportKept => "import_kept",
            Self::ParcelException => "parcel_exception",
            Self::MemberJoined => "member_joined",
        }
    }

    /// The kind of a name, if it is one.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// `ntc_…`.
    pub id: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// The id of the import, parcel or member it is about.
    pub object: String,
    /// What its sentence needs: counts, names of exceptions; never personal data.
    pub details: BTreeMap<String, String>,
    /// When; RFC 3339.
    pub at: String,
    /// Whether the one who asks has read it; always false for a key.
    pub is_read: bool,
}

/// Which notices to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoticeQuery {
    /// Items wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A page of notices, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoticePage {
    /// How many the one who asks has not read, up to 1,000.
    pub unread: u32,
    /// The notices.
    pub items: Vec<Notice>,
    /// To be given as `cursor` for the next page; null on the last.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Notices that were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticesRead {
    /// `ntc_…`: this one and every older one.
    pub up_to: String,
}

/// Which notices come by mail, and in which language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailWishes {
    /// `en` or `zh`.
    pub language: String,
    /// The kinds that are mailed.
    pub kinds: Vec<NoticeKind>,
}

/// One event of the live stream, as the `data` of a server-sent event. The event's name says what changed:
/// `order`, `parcel`, `import`, `product`, `notice`; `tick` says only that the line is open, and that
/// what was shown before it may be old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LiveEvent {
    /// The id of what changed; absent where several did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}
