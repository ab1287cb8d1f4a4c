//! The map's data. The page carries the places alone; a small script draws them, and without scripts
//! there is no map.

use maud::{Markup, html};
use portolan_model::Status;
use portolan_tracking::plan::Stop;
use portolan_tracking::texts::{Phrase, Texts};
use serde_json::json;

use crate::app::following::Followed;

/// Places that are drawn; a route has at most nine.
const STOPS_MAX: usize = 24;

/// Whether there is anything to draw.
pub fn has_map(followed: &Followed) -> bool {
    followed.stops.len() >= 2
}

/// The frame of the map, hidden until the script fills it.
pub fn figure(followed: &Followed, texts: &Texts) -> Markup {
    // Whoever has it was seen at its place, though no scan names it.
    let is_there = followed.timeline.status() == Status::Delivered;
    let stops = followed.stops.iter().take(STOPS_MAX).map(|stop| stop_json(stop, is_there));
    let stops: Vec<_> = stops.collect();
    html! {
        @if has_map(followed) {
            figure #map .map hidden data-stops=(json!(stops)) data-label=(texts.phrase(Phrase::Map)) {
                figcaption {
                    span { i {} (texts.phrase(Phrase::MapSeen)) }
                    span { i.ahead {} (texts.phrase(Phrase::MapAhead)) }
                }
            }
        }
    }
}

/// Degrees with three decimals: a tenth of a kilometre, more than a map of countries shows.
fn stop_json(stop: &Stop, is_there: bool) -> serde_json::Value {
    let degrees = |micro: i32| f64::from(micro / 1_000) / 1e3;
    let (lon, lat) = (stop.position.longitude_micro(), stop.position.latitude_micro());
    json!([degrees(lon), degrees(lat), stop.name, is_there || stop.seen_at.is_some()])
}
