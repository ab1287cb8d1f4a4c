//! `agreements.csv`

use crate::{
    draft::Draft,
    read::{
        At, CellFault, Column, Row, Table, TableRow,
        cell::{Count, Percent, Preference, Price},
        key, maybe, need,
    },
    records::{Agreement, AgreementSubject, OperatorIdx},
    word::Word,
};
use portolan_model::{Code, Currency};

pub(crate) struct AgreementRow {
    giver: Code,
    taker: Code,
    scope: Scope,
    of: Option<Code>,
    price: Option<Price>,
    currency: Option<Currency>,
    preference: Option<Preference>,
    share_min_percent: Option<Percent<100>>,
    share_max_percent: Option<Percent<100>>,
    committed_pieces: Option<Count>,
    period_days: Option<Count>,
    shortfall_price: Option<Price>,
    data_shared: Vec<Data>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Facility,
    Leg,
    Line,
    ServicePoint,
}

impl Word for Scope {
    const WHAT: &'static str = "scope";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Facility, "facility"),
        (Self::Leg, "leg"),
        (Self::Line, "line"),
        (Self::ServicePoint, "service_point"),
    ];
}

/// Data that is shared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    Scans,
    Addresses,
    Volumes,
    Nothing,
}

impl Word for Data {
    const WHAT: &'static str = "kind of data";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Scans, "scans"),
        (Self::Addresses, "addresses"),
        (Self::Volumes, "volumes"),
        (Self::Nothing, "none"),
    ];
}

impl TableRow for AgreementRow {
    const FILE: &'static str = "agreements.csv";
    const COLUMNS: &'static [Column] = &[
        key("agreement"),
        need("giver"),
        need("taker"),
        need("scope"),
        maybe("of"),
        maybe("price"),
        maybe("currency"),
        maybe("preference"),
        maybe("share_min_percent"),
        maybe("share_max_percent"),
        maybe("committed_pieces"),
        maybe("period_days"),
        maybe("shortfall_price"),
        maybe("data_shared"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("agreement")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let (scope, is_known) = row.need_known("scope");
        let agreement = Self {
            giver: row.need("giver"),
            taker: row.need("taker"),
            scope,
            of: row.maybe("of").filter(|_| is_known),
            price: row.maybe("price"),
            currency: row.maybe("currency"),
            preference: row.maybe("preference"),
            share_min_percent: row.maybe("share_min_percent"),
            share_max_percent: row.maybe("share_max_percent"),
            committed_pieces: row.maybe("committed_pieces"),
            period_days: row.maybe("period_days"),
            shortfall_price: row.maybe("shortfall_price"),
            data_shared: row.list("data_shared"),
        };
        let has_price = agreement.price.is_some() || agreement.shortfall_price.is_some();
        super::check_currency(row, has_price, agreement.currency.is_some());
        let shares = agreement.share_min_percent.zip(agreement.share_max_percent);
        row.check(shares.is_none_or(|(min, max)| min.0 <= max.0), "share_max_percent", || {
            let what = "the greatest share is below the least";
            CellFault::new("shares_backwards", what, "swap the two")
        });
        let is_fine = agreement.committed_pieces.is_none() || agreement.period_days.is_some();
        row.check(is_fine, "period_days", || {
            let what = "pieces are committed for no period";
            CellFault::new("period_missing", what, "fill in the days of the period")
        });
        let is_nothing = agreement.data_shared.contains(&Data::Nothing);
        row.check(!is_nothing || agreement.data_shared.len() == 1, "data_shared", || {
            CellFault::new("data_none", "`none` stands beside other data", "remove one of them")
        });
        agreement
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<AgreementRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let giver = draft.operator(at, "giver", row.giver.as_str());
        let taker = draft.operator(at, "taker", row.taker.as_str());
        let subject = link_subject(draft, at, row, giver);
        let (Some(giver), Some(taker), Some(subject)) = (giver, taker, subject) else {
            continue;
        };
        let data = row.data_shared.iter().filter(|data| **data != Data::Nothing);
        draft.agreements.push(Agreement {
            key: key.clone(),
            giver,
            taker,
            subject,
            price: row.price.map(|price| price.0),
            currency: row.currency,
            preference: row.preference.map_or(0, |preference| preference.0),
            share_min_percent: row.share_min_percent.map(|share| share.0),
            share_max_percent: row.share_max_percent.map(|share| share.0),
            committed_pieces: row.committed_pieces.map(Count::to_u32),
            period_days: row.period_days.map(Count::to_u32),
            shortfall_price: row.shortfall_price.map(|price| price.0),
            data_shared: data.map(|data| data.as_str().to_owned()).collect(),
            provenance: placed.provenance.clone(),
        });
    }
}

fn link_subject(
    draft: &mut Draft,
    at: At,
    row: &AgreementRow,
    giver: Option<OperatorIdx>,
) -> Option<AgreementSubject> {
    let of = row.of.as_ref().map(Code::as_str);
    let (subject, owner) = match (row.scope, of) {
        (Scope::Facility, None) => (AgreementSubject::Facility(None), None),
        (Scope::Leg, None) => (AgreementSubject::Leg(None), None),
        (Scope::Line, None) => (AgreementSubject::Line(None), None),
        (Scope::ServicePoint, None) => (AgreementSubject::ServicePoint(None), None),
        (Scope::Facility, Some(key)) => {
            let index = draft.facility(at, "of", key)?;
            (AgreementSubject::Facility(Some(index)), draft.nodes.arena[index].operator)
        }
        (Scope::Leg, Some(key)) => {
            let index = draft.leg(at, "of", key)?;
            (AgreementSubject::Leg(Some(index)), Some(draft.legs.arena[index].operator))
        }
        (Scope::Line, Some(key)) => {
            let index = draft.line(at, "of", key)?;
            (AgreementSubject::Line(Some(index)), Some(draft.lines.arena[index].operator))
        }
        (Scope::ServicePoint, Some(key)) => {
            let index = draft.service_point(at, "of", key)?;
            let owner = draft.service_points.arena[index].operator;
            (AgreementSubject::ServicePoint(Some(index)), Some(owner))
        }
    };
    if let (Some(giver), Some(owner)) = (giver, owner)
        && giver != owner
    {
        let what = format!("`{}` is not the giver's", of.unwrap_or_default());
        let fault = CellFault::new("agreement_foreign", what, "name something of the giver's");
        draft.error(at, "of", fault);
    }
    Some(subject)
}
