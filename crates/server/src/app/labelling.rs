//! Labels: drawn when first asked for, from what was stored with the booking, and kept sealed.

use crate::app::handing_in::read_parcel_ids;
use crate::app::ordering::currencies;
use crate::app::reading::get_row;
use crate::auth::Identity;
use crate::fonts::get_fonts;
use crate::ids::mint;
use crate::problem::{Answer, ApiError, fault};
use crate::records::{self, DeclaredItem, ParcelDocument, ParcelPersonal};
use crate::state::AppState;
use crate::wire::addresses::read_address;
use jiff::Timestamp;
use portolan_api::labels::{LabelFormat, LabelQuery, LabelsDraft};
use portolan_api::limits::LABELS_MAX;
use portolan_api::{Fault, ProblemCode};
use portolan_model::consignment::{ConsignmentItem, ConsignmentItemInput};
use portolan_model::{
    CivilDate, CountryCode, CurrencyTable, HsCode, Identifier, IdentifierScheme, Mass, ModelError,
    Money, ParcelId, ParcelState, TimeZoneName, Undeliverable,
};
use portolan_postal::{
    Cn22, Cn22Input, Cn22Kind, Cn23, Customs, EntryKind, LabelAddress, LabelError, LabelInput,
    LabelsPdf, Resolution, is_parcel_post, render_label_pdf, render_label_png, render_label_zpl,
};
use portolan_store::{NewLabel, ParcelRow, Personal, StoreError};
use std::collections::HashMap;

/// How a label is asked for, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printing {
    Pdf,
    Png { resolution: Resolution, page: usize },
    Zpl { resolution: Resolution },
}

impl Printing {
    fn read(query: &LabelQuery) -> Answer<Self> {
        let dpi = query.dpi.unwrap_or(203);
        let resolution = Resolution::from_dpi(dpi).ok_or_else(|| {
            let what = format!("no printer of {dpi} dpi is known");
            ApiError::invalid_field("dpi", what, "give 203 or 300", "dpi_unknown")
        })?;
        let page = query.page.unwrap_or(1);
        let page = usize::try_from(page).ok().and_then(|page| page.checked_sub(1));
        let page = page.ok_or_else(|| {
            ApiError::invalid_field("page", "pages count from 1", "give 1 or more", "page_range")
        })?;
        Ok(match query.format.unwrap_or_default() {
            LabelFormat::Pdf => Self::Pdf,
            LabelFormat::Png => Self::Png { resolution, page },
            LabelFormat::Zpl => Self::Zpl { resolution },
        })
    }

    /// Under which name the drawn label is kept.
    fn kept_as(self) -> String {
        match self {
            Self::Pdf => LabelFormat::Pdf.media_type().to_owned(),
            Self::Png { resolution, page } => {
                let (media_type, dpi) = (LabelFormat::Png.media_type(), resolution.dpi());
                format!("{media_type}; dpi={dpi}; page={}", page + 1)
            }
            Self::Zpl { resolution } => {
                format!("{}; dpi={}", LabelFormat::Zpl.media_type(), resolution.dpi())
            }
        }
    }

    /// Draws it; `None` past its last page.
    fn draw(self, input: &LabelInput) -> Result<Option<Vec<u8>>, LabelError> {
        let fonts = get_fonts();
        match self {
            Self::Pdf => render_label_pdf(fonts, input).map(Some),
            Self::Png { resolution, page } => render_label_png(fonts, input, resolution, page),
            Self::Zpl { resolution } => {
                render_label_zpl(fonts, input, resolution).map(|zpl| Some(zpl.into_bytes()))
            }
        }
    }
}

/// A parcel's label as it was asked for.
pub async fn get_label(
    state: &AppState,
    caller: &Identity,
    id: ParcelId,
    query: &LabelQuery,
) -> Answer<Vec<u8>> {
    let printing = Printing::read(query)?;
    let row = get_row(state, caller, id).await?;
    require_in_force(&row)?;
    let now = state.clock.now();
    let format = printing.kept_as();
    let kept = state.store.label_find(caller.scope, id, &format, now).await?;
    match kept.map(|label| label.bytes) {
        Some(Personal::Kept(bytes)) => return Ok(bytes),
        Some(Personal::Erased) => return Err(erased(id)),
        None => {}
    }
    let input = label_input(&row, &currencies(state), now)?;
    let drawn = tokio::task::spawn_blocking(move || printing.draw(&input)).await;
    let drawn = drawn.map_err(ApiError::internal)?;
    let bytes = drawn.map_err(|error| label_problem("label", &error))?.ok_or_else(|| {
        let mend = "ask for an earlier page";
        ApiError::invalid_field("page", "the label has fewer pages", mend, "page_range")
    })?;
    let label = NewLabel { id: mint(now)?, format, bytes: bytes.clone() };
    match state.store.label_put(caller.scope, id, &label, now).await {
        Err(StoreError::Conflict { .. }) => Err(erased(id)),
        other => other.map(|()| bytes).map_err(Into::into),
    }
}

/// The labels of many parcels in one PDF, drawn anew and not kept; none of them where one cannot be.
pub async fn print_labels(
    state: &AppState,
    caller: &Identity,
    draft: &LabelsDraft,
) -> Answer<Vec<u8>> {
    let ids = read_parcel_ids(&draft.parcels, LABELS_MAX)?;
    // As heavy as an import, and as few at once.
    let _place = state.imports.acquire().await.map_err(ApiError::internal)?;
    let now = state.clock.now();
    let rows = state.store.parcels_find(caller.scope, &ids, now).await?;
    let rows: HashMap<ParcelId, ParcelRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let currencies = currencies(state);
    let inputs = ids.iter().map(|id| {
        let row = rows.get(id).ok_or_else(|| ApiError::not_found("parcel", &id.to_string()))?;
        require_in_force(row)?;
        label_input(row, &currencies, now)
    });
    let inputs: Vec<LabelInput> = inputs.collect::<Answer<_>>()?;
    let drawn = tokio::task::spawn_blocking(move || draw_labels(&inputs)).await;
    drawn.map_err(ApiError::internal)?
}

fn draw_labels(inputs: &[LabelInput]) -> Answer<Vec<u8>> {
    let mut pdf = LabelsPdf::new(get_fonts(), &format!("{} labels", inputs.len()));
    let faults: Vec<Fault> = inputs
        .iter()
        .enumerate()
        .filter_map(|(place, input)| {
            let error = pdf.add(input).err()?;
            Some(label_fault(&format!("parcels[{place}]"), &error))
        })
        .collect();
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    pdf.finish().map_err(ApiError::internal)
}

/// A cancelled parcel's label would travel on another's account.
fn require_in_force(row: &ParcelRow) -> Answer<()> {
    if row.state == ParcelState::Cancelled.as_str() {
        let detail = format!("parcel {} was cancelled: its label must not be used", row.id);
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    Ok(())
}

fn erased(id: ParcelId) -> ApiError {
    let detail = format!("the addresses of parcel {id} were erased: it has no label any more");
    ApiError::new(ProblemCode::StateConflict, detail)
}

fn label_problem(field: &str, error: &LabelError) -> ApiError {
    ApiError::invalid(vec![label_fault(field, error)])
}

fn label_fault(field: &str, error: &LabelError) -> Fault {
    let mend = match error {
        LabelError::Resolution { .. } => "ask for dpi=300, or for the PDF",
        _ => "give the field in letters that can be printed, or shorter",
    };
    fault(field, error.to_string(), mend, error.code())
}

fn label_input(row: &ParcelRow, currencies: &CurrencyTable, now: Timestamp) -> Answer<LabelInput> {
    let document: ParcelDocument = records::from_text(&row.document)?;
    let personal = row.personal.kept().ok_or_else(|| erased(row.id))?;
    let personal: ParcelPersonal = records::from_bytes(personal)?;
    let zone =
        TimeZoneName::parse(&document.label.time_zone).unwrap_or_else(|_| TimeZoneName::utc());
    let printed_on = now.to_zoned(zone.zone().clone()).date();
    let english = personal.sender_en.as_ref().map(read_address).transpose()?;
    let sender = LabelAddress { local: read_address(&personal.sender)?, english };
    let scheme = IdentifierScheme::parse(&document.scheme).map_err(ApiError::internal)?;
    let tracking = row.tracking_number.as_deref().unwrap_or_default();
    let tracking = Identifier::read(scheme, tracking).map_err(ApiError::internal)?;
    let charged = u32::try_from(row.charged_mass_grams).unwrap_or_default();
    let charged_mass = Mass::from_grams(charged).map_err(ApiError::internal)?;
    let by_parcel_post = is_parcel_post(&tracking, charged_mass);
    let customs = customs(&document, &sender, currencies, (printed_on, by_parcel_post))?;
    let label = &document.label;
    Ok(LabelInput {
        tracking,
        service: label.service.clone(),
        line: label.line.clone(),
        operator: label.operator.clone(),
        sort_code: label.sort_code.clone(),
        sender,
        recipient: LabelAddress::from(read_address(&personal.recipient)?),
        charged_mass,
        piece: 1,
        piece_count: 1,
        parcel: row.id.to_string(),
        order_reference: document.reference.clone(),
        printed_on,
        undeliverable: Undeliverable::parse(&document.undeliverable).map_err(ApiError::internal)?,
        entry: label.drop_off.clone().map_or(EntryKind::Collection, EntryKind::DropOff),
        customs,
    })
}

/// A declaration for postal exports: a CN 23 by parcel post and where a CN 22 may not declare it, else a
/// CN 22. No rate of the special drawing right is known here, so its ceiling is not checked.
fn customs(
    document: &ParcelDocument,
    sender: &LabelAddress,
    currencies: &CurrencyTable,
    (signed_on, is_parcel_post): (CivilDate, bool),
) -> Answer<Customs> {
    if !document.label.is_postal_export {
        return Ok(Customs::None);
    }
    let built = declaration(document, sender, currencies, signed_on).map_err(ApiError::internal)?;
    let by_cn23 = |built| Cn23::new(built).map(|cn23| Customs::Cn23(Box::new(cn23)));
    let made = if is_parcel_post {
        by_cn23(built)
    } else {
        match Cn22::new(built.clone()) {
            Err(LabelError::NeedsCn23 { .. }) => by_cn23(built),
            other => other.map(|cn22| Customs::Cn22(Box::new(cn22))),
        }
    };
    match made {
        Err(LabelError::RowCount { .. }) => Ok(Customs::Cn23Separately),
        other => other.map_err(|error| label_problem("label", &error)),
    }
}

fn declaration(
    document: &ParcelDocument,
    sender: &LabelAddress,
    currencies: &CurrencyTable,
    signed_on: CivilDate,
) -> Result<Cn22Input, ModelError> {
    let currency = currencies.get(&document.declared_currency)?;
    let item = |item: &DeclaredItem| {
        ConsignmentItem::new(ConsignmentItemInput {
            description: item.description_en.clone(),
            hs: HsCode::parse(&item.hs_code)?,
            origin: CountryCode::parse(&item.origin)?,
            quantity: item.quantity,
            value: Money::from_minor(item.value_minor, currency),
            mass: Mass::from_grams(item.mass_grams)?,
        })
    };
    let items: Vec<ConsignmentItem> =
        document.declared.iter().map(item).collect::<Result<_, _>>()?;
    let total_value = Money::sum(currency, items.iter().map(ConsignmentItem::value))?;
    let grams = items.iter().map(|item| u64::from(item.mass().grams())).sum::<u64>();
    let latin = sender.english.as_ref().unwrap_or(&sender.local);
    Ok(Cn22Input {
        kind: Cn22Kind::SaleOfGoods,
        items,
        total_value,
        total_mass: Mass::from_grams(u32::try_from(grams).unwrap_or(u32::MAX))?,
        ceiling: None,
        sender: latin.addressee().to_owned(),
        signed_on,
    })
}
