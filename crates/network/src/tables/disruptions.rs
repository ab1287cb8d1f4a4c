//! `disruptions.csv`

use crate::{
    clock::{DAY_SECONDS, day_of_date, second_not_before},
    draft::Draft,
    index::Idx,
    read::{At, CellFault, Column, Row, Table, TableRow, cell::Hours, key, maybe, need},
    records::{Disruption, DisruptionSubject, Effect, Leg, Node, Provenance},
    timetable::{Interruptions, Span},
    word::Word,
};
use jiff::Timestamp;
use portolan_model::Code;

pub(crate) struct DisruptionRow {
    scope: Scope,
    of: String,
    from: Timestamp,
    to: Timestamp,
    effect: Effect,
    note: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Leg,
    Facility,
    Line,
    Country,
}

impl Word for Scope {
    const WHAT: &'static str = "scope";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Leg, "leg"),
        (Self::Facility, "facility"),
        (Self::Line, "line"),
        (Self::Country, "country"),
    ];
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EffectName {
    Closed,
    Delay,
}

impl Word for EffectName {
    const WHAT: &'static str = "effect";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Closed, "closed"), (Self::Delay, "delay")];
}

impl TableRow for DisruptionRow {
    const FILE: &'static str = "disruptions.csv";
    const COLUMNS: &'static [Column] = &[
        key("disruption"),
        need("scope"),
        need("of"),
        need("from"),
        need("to"),
        need("effect"),
        maybe("delay_hours"),
        maybe("note"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("disruption")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let (scope, is_known) = row.need_known("scope");
        let delay = row.maybe::<Hours>("delay_hours");
        let effect: EffectName = row.need("effect");
        let disruption = Self {
            scope,
            of: row.need_where(is_known, "of"),
            from: row.need("from"),
            to: row.need("to"),
            effect: match effect {
                EffectName::Closed => Effect::Closed,
                EffectName::Delay => Effect::Delay { seconds: delay.map_or(0, |d| d.seconds) },
            },
            note: row.text("note"),
        };
        row.check((effect == EffectName::Delay) == delay.is_some(), "delay_hours", || {
            let what = "hours belong to the effect `delay` and to no other";
            CellFault::new("delay_effect", what, "fill them in for delay, leave them empty else")
        });
        row.check(disruption.from < disruption.to, "to", || {
            CellFault::new("disruption_backwards", "it ends before it begins", "swap the two")
        });
        disruption
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<DisruptionRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let Some(subject) = link_subject(draft, at, row) else {
            continue;
        };
        let index = draft.disruptions.push(Disruption {
            key: key.clone(),
            subject,
            from: row.from,
            to: row.to,
            effect: row.effect,
            note: row.note.clone(),
            provenance: placed.provenance.clone(),
        });
        lay_on(draft, index, subject, row.effect, span(row, &placed.provenance));
    }
}

fn link_subject(draft: &mut Draft, at: At, row: &DisruptionRow) -> Option<DisruptionSubject> {
    let of = row.of.as_str();
    match row.scope {
        Scope::Leg => draft.leg(at, "of", of).map(DisruptionSubject::Leg),
        Scope::Facility => draft.facility(at, "of", of).map(DisruptionSubject::Facility),
        Scope::Line => draft.line(at, "of", of).map(DisruptionSubject::Line),
        Scope::Country => draft.country_named(at, "of", of).map(DisruptionSubject::Country),
    }
}

/// The time of a disruption within the days on which its row counts, which are days of UTC.
fn span(row: &DisruptionRow, provenance: &Provenance) -> Span {
    let midnight = |date| i64::from(day_of_date(date)) * DAY_SECONDS;
    let first = provenance.valid.from().map_or(i64::MIN, midnight);
    let end = provenance.valid.to().map_or(i64::MAX, |date| midnight(date) + DAY_SECONDS);
    let (from, to) = (second_not_before(row.from), second_not_before(row.to));
    Span { from: from.max(first), to: to.min(end) }
}

/// Closes or delays what the disruption is about: a leg is closed by either end, delayed by where it leaves.
fn lay_on(
    draft: &mut Draft,
    index: Idx<Disruption>,
    subject: DisruptionSubject,
    effect: Effect,
    span: Span,
) {
    if let DisruptionSubject::Line(line) = subject {
        let line = &mut draft.lines.arena[line];
        line.disruptions.push(index);
        return interrupt(&mut line.interruptions, effect, span);
    }
    let nodes = &draft.nodes.arena;
    let holds = |node: Idx<Node>| match subject {
        DisruptionSubject::Facility(facility) => facility == node,
        DisruptionSubject::Country(country) => nodes[node].country == country,
        DisruptionSubject::Leg(_) | DisruptionSubject::Line(_) => false,
    };
    let touches = |own: Idx<Leg>, leg: &Leg| {
        subject == DisruptionSubject::Leg(own)
            || holds(leg.from)
            || (effect == Effect::Closed && holds(leg.to))
    };
    for own in draft.legs.arena.indices() {
        let leg = &mut draft.legs.arena[own];
        if touches(own, leg) {
            leg.disruptions.push(index);
            interrupt(&mut leg.timetable.interruptions, effect, span);
        }
    }
}

fn interrupt(interruptions: &mut Interruptions, effect: Effect, span: Span) {
    match effect {
        Effect::Closed => interruptions.closures.push(span),
        Effect::Delay { seconds } => interruptions.delays.push((span, seconds.into())),
    }
}
