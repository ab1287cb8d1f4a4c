//! The page of a parcel.

use jiff::Timestamp;
use maud::html;
use portolan_tracking::texts::{Phrase, Texts};

use super::{events, frame, map, standing};
use crate::app::following::Followed;

/// The whole page as HTML, in a language, as of now. Everything that came from outside is escaped.
pub fn page(followed: &Followed, texts: &Texts, now: Timestamp) -> String {
    let title = texts.filled(Phrase::Title, &[("number", &followed.number)]);
    let content = html! {
        (standing::headline(followed, texts, now))
        (standing::notes(followed, texts))
        (standing::next(followed, texts, now))
        (standing::facts(followed, texts, now))
        (map::figure(followed, texts))
        (events::timeline(followed, texts, now))
        (frame::number_form(texts, ""))
    };
    frame::framed(texts, &title, map::has_map(followed), &content)
}
