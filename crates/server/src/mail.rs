//! Mail: letters out of templates, and the one place that speaks SMTP.

use crate::limits::MAIL_TIME;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport as _, Message, Tokio1Executor};
use portolan_api::notices::{Notice, NoticeKind};
use std::fmt;
use thiserror::Error;

#[cfg(test)]
mod tests;

/// How mail is sent.
#[derive(Clone)]
pub struct MailConfig {
    /// The server: `smtp://host:25`, `smtps://user:password@host`, `smtp://host:587?tls=required`.
    pub server: String,
    /// Whom letters come from: `Portolan <parcels@post.example>`.
    pub from: String,
    /// Where the console is, for links: `https://parcels.post.example`.
    pub console: String,
}

/// Shows nothing of the password.
impl fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailConfig").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Why mail cannot be sent.
#[derive(Debug, Error)]
pub enum MailError {
    /// The server's address cannot be read; it may hold a password and is not repeated.
    #[error(
        "the mail server's address cannot be read: write it as smtp://host:25 or smtps://user:password@host"
    )]
    Server,
    /// The sender is no address.
    #[error("`{found}` is no sender: write it as `Portolan <parcels@post.example>`")]
    From {
        /// What was given.
        found: String,
    },
    /// The receiver's address cannot be written on a letter.
    #[error("the receiver's address cannot be written on a letter")]
    To,
    /// The server did not take it.
    #[error("the mail server did not take the letter: {why}")]
    Refused {
        /// What it said, or how the line broke.
        why: String,
        /// Whether it will never take it.
        is_final: bool,
    },
}

impl MailError {
    /// Stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Server => "mail_server",
            Self::From { .. } => "mail_from",
            Self::To => "mail_to",
            Self::Refused { .. } => "mail_refused",
        }
    }

    /// Whether trying again is of no use.
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Refused { is_final, .. } => *is_final,
            _ => true,
        }
    }
}

/// A language that letters are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The language of a name, if letters are written in it.
    pub fn find(name: &str) -> Option<Self> {
        [Self::En, Self::Zh].into_iter().find(|language| language.name() == name)
    }
}

/// A letter before it is put into an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
}

/// Sends letters.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    console: String,
}

/// Shows nothing of the server.
impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").finish_non_exhaustive()
    }
}

impl Mailer {
    /// A sender of letters; nothing is connected yet.
    pub fn new(config: &MailConfig) -> Result<Self, MailError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.server);
        let transport = transport.map_err(|_| MailError::Server)?.timeout(Some(MAIL_TIME)).build();
        let from =
            config.from.parse().map_err(|_| MailError::From { found: config.from.clone() })?;
        let console = config.console.trim_end_matches('/').to_owned();
        Ok(Self { transport, from, console })
    }

    /// The address of a page of the console.
    pub fn page(&self, fragment: &str) -> String {
        format!("{}/#/{fragment}", self.console)
    }

    /// Sends one letter to one person.
    pub async fn send(&self, to: &str, letter: &Letter) -> Result<(), MailError> {
        let to = to.parse().map_err(|_| MailError::To)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|_| MailError::To)?;
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| MailError::Refused {
            is_final: error.is_permanent(),
            why: error.to_string(),
        })
    }
}

/// The letter that invites somebody.
pub fn invitation(language: Language, organisation: &str, link: &str) -> Letter {
    match language {
        Language::En => Letter {
            subject: format!("{organisation} invites you to Portolan"),
            text: format!(
                "{organisation} invites you to work with it in Portolan.\n\n\
                 To accept, open this address within seven days and choose a password:\n\n{link}\n\n\
                 If you do not know {organisation}, leave this letter alone: nothing happens.\n"
            ),
        },
        Language::Zh => Letter {
            subject: format!("{organisation} 邀请您加入 Portolan"),
            text: format!(
                "{organisation} 邀请您在 Portolan 中一起工作。\n\n\
                 请在七天内打开以下地址并设置密码：\n\n{link}\n\n\
                 如果您不认识 {organisation}，请忽略此邮件，不会发生任何事情。\n"
            ),
        },
    }
}

/// The letter that tells notices, the oldest first; `pages` are the addresses of what each is about.
pub fn digest(language: Language, organisation: &str, notices: &[(Notice, String)]) -> Letter {
    let count = notices.len();
    let lines: Vec<String> = notices
        .iter()
        .map(|(notice, page)| format!("- {}\n  {page}", sentence(language, notice)))
        .collect();
    let lines = lines.join("\n");
    match (language, notices) {
        (Language::En, [(one, _)]) => Letter {
            subject: format!("{organisation}: {}", sentence(language, one)),
            text: format!("{lines}\n\nYou choose which notices come by mail on the Team page.\n"),
        },
        (Language::En, _) => Letter {
            subject: format!("{organisation}: {count} notices"),
            text: format!("{lines}\n\nYou choose which notices come by mail on the Team page.\n"),
        },
        (Language::Zh, [(one, _)]) => Letter {
            subject: format!("{organisation}：{}", sentence(language, one)),
            text: format!("{lines}\n\n您可以在“团队”页面选择哪些通知通过邮件发送。\n"),
        },
        (Language::Zh, _) => Letter {
            subject: format!("{organisation}：{count} 条通知"),
            text: format!("{lines}\n\n您可以在“团队”页面选择哪些通知通过邮件发送。\n"),
        },
    }
}

/// A notice in one sentence. It names no person and no address.
fn sentence(language: Language, notice: &Notice) -> String {
    let detail = |name: &str| notice.details.get(name).map_or("", String::as_str);
    let (en, zh) = match notice.kind {
        NoticeKind::ImportKept => (
            format!(
                "an import was kept: {} new, {} rejected",
                detail("created"),
                detail("rejected")
            ),
            format!("导入完成：新增 {}，拒绝 {}", detail("created"), detail("rejected")),
        ),
        NoticeKind::ParcelException => {
            let (number, what) = (detail("number"), detail("exception"));
            (
                format!("parcel {number}: {}", what.replace('_', " ")),
                format!("包裹 {number}：{}", exception_zh(what)),
            )
        }
        NoticeKind::MemberJoined => (
            format!("somebody joined as {}", detail("role").replace('_', " ")),
            format!("有新成员加入：{}", detail("role")),
        ),
    };
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// An exception's kind in Chinese; one that has no name yet stays as it is.
fn exception_zh(kind: &str) -> &str {
    match kind {
        "reported" => "承运商报告异常",
        "stalled" => "下一次扫描逾期",
        "blind" => "长时间无任何消息",
        "off_route" => "偏离路线",
        "customs_hold" => "海关扣留时间过长",
        "failed_delivery" => "投递失败",
        "promise_at_risk" => "可能晚于承诺日期",
        "promise_broken" => "已晚于承诺日期",
        "presumed_lost" => "疑似丢失",
        other => other,
    }
}
