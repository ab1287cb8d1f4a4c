//! What every page of the buyer has around it: language, direction, style, the picker, the foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use portolan_tracking::texts::{Phrase, Texts};

use super::language;

/// Written into the page: one request less, and a page that was saved still looks like one.
const STYLE: &str = include_str!("page.css");

/// The script that draws the map; built from `web/src/buyer-map`, embedded with the console.
pub const MAP_SCRIPT: &str = "/track/map.js";

/// A whole page around its content.
pub fn framed(texts: &Texts, title: &str, has_map: bool, content: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(texts.language()) dir=(texts.direction().as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="/compass.svg" type="image/svg+xml";
                style { (PreEscaped(STYLE)) }
                @if has_map { script type="module" src=(MAP_SCRIPT) {} }
            }
            body {
                header {
                    span.mark translate="no" { "Portolan" }
                    (picker(texts))
                }
                main { (content) }
                footer {
                    p { (texts.phrase(Phrase::AskNote)) }
                    p { (texts.phrase(Phrase::PrivacyNote)) }
                }
            }
        }
    };
    page.into_string()
}

/// Plain links, so that they work without scripts and stay on the same number.
fn picker(texts: &Texts) -> Markup {
    html! {
        nav aria-label=(texts.phrase(Phrase::Language)) {
            ul {
                @for one in language::all() {
                    @let is_this = one.language() == texts.language();
                    li {
                        a href={ "?lang=" (one.language()) } lang=(one.language())
                            hreflang=(one.language()) dir=(one.direction().as_str())
                            aria-current=[is_this.then_some("true")] { (one.name()) }
                    }
                }
            }
        }
    }
}

/// The field for another number.
pub fn number_form(texts: &Texts, number: &str) -> Markup {
    html! {
        form.sheet action="/t" method="get" {
            label {
                (texts.phrase(Phrase::Number))
                input name="number" value=(number) dir="ltr" required maxlength="64"
                    autocomplete="off" autocapitalize="characters" spellcheck="false";
            }
            input type="hidden" name="lang" value=(texts.language());
            button type="submit" { (texts.phrase(Phrase::LookUp)) }
        }
    }
}

/// A number, kept from left to right in any text around it.
pub fn number_mark(number: &str) -> Markup {
    html! { bdi.figure dir="ltr" translate="no" { (number) } }
}
