//! Pages without a parcel: the number is not known, is none, too many were asked for, or we failed.

use maud::{Markup, html};
use portolan_tracking::identify::{CheckDigit, identify};
use portolan_tracking::texts::{Counted, Phrase, Texts};

use super::frame::{framed, number_form, number_mark};

/// Characters of what was asked for that are shown again.
const SHOWN_MAX: usize = 64;

/// Asks for a number.
pub fn ask(texts: &Texts) -> String {
    let title = texts.phrase(Phrase::AskTitle);
    framed(texts, title, false, &html! { h1.status { (title) } (number_form(texts, "")) })
}

/// Nobody knows the number: what may be the case, and another try.
pub fn unknown(number: &str, texts: &Texts) -> String {
    let hints = [
        has_wrong_check(number).then_some(Phrase::UnknownCheck),
        Some(Phrase::UnknownNew),
        Some(Phrase::UnknownMistyped),
        Some(Phrase::UnknownElsewhere),
    ];
    told(
        texts,
        Phrase::UnknownTitle,
        number,
        &html! {
            ul { @for hint in hints.into_iter().flatten() { li { (texts.phrase(hint)) } } }
        },
    )
}

/// What was asked for cannot be a number.
pub fn not_a_number(text: &str, texts: &Texts) -> String {
    told(texts, Phrase::UnknownTitle, text, &html! { p { (texts.phrase(Phrase::NotANumber)) } })
}

/// Too many numbers were asked for from one address.
pub fn too_many(again_seconds: u64, texts: &Texts) -> String {
    let minutes = again_seconds.div_ceil(60).max(1);
    let title = texts.phrase(Phrase::TooManyTitle);
    framed(
        texts,
        title,
        false,
        &html! {
            section.sheet {
                h1.status { (title) }
                p { (texts.phrase(Phrase::TooMany)) }
                p { strong { (texts.count(Counted::AgainMinutes, minutes)) } }
            }
        },
    )
}

/// The store did not answer, or something else that is our fault.
pub fn failed(texts: &Texts) -> String {
    let title = texts.phrase(Phrase::FailedTitle);
    framed(
        texts,
        title,
        false,
        &html! {
            section.sheet { h1.status { (title) } p { (texts.phrase(Phrase::Failed)) } }
        },
    )
}

fn told(texts: &Texts, title: Phrase, number: &str, content: &Markup) -> String {
    let shown = shown(number);
    let title = texts.phrase(title);
    framed(
        texts,
        title,
        false,
        &html! {
            section.sheet {
                h1.status { (title) }
                @if !shown.is_empty() { p { (number_mark(&shown)) } }
                (content)
            }
            (number_form(texts, &shown))
        },
    )
}

/// The beginning of what was asked for, without what cannot be printed.
fn shown(text: &str) -> String {
    let mut shown: String =
        text.trim().chars().filter(|c| !c.is_control()).take(SHOWN_MAX).collect();
    if text.trim().chars().count() > SHOWN_MAX {
        shown.push('…');
    }
    shown
}

/// Whether every format that the number has the shape of says that its check digit is wrong.
fn has_wrong_check(number: &str) -> bool {
    let candidates = identify(number);
    let is_wrong = |check| matches!(check, CheckDigit::Wrong { .. });
    !candidates.is_empty() && candidates.iter().all(|candidate| is_wrong(candidate.check))
}
