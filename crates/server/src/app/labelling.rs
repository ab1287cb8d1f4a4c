//! Labels: drawn when first asked for, from what was stored with the booking, and kept sealed.

use crate::app::ordering::currencies;
use crate::app::reading::get_row;
use crate::auth::Identity;
use crate::ids::mint;
use crate::problem::{Answer, ApiError, fault};
use crate::records::{self, DeclaredItem, ParcelDocument, ParcelPersonal};
use crate::state::AppState;
use crate::wire::addresses::read_address;
use jiff::Timestamp;
use portolan_api::ProblemCode;
use portolan_model::consignment::{ConsignmentItem, ConsignmentItemInput};
use portolan_model::{
    CivilDate, CountryCode, CurrencyTable, HsCode, Identifier, IdentifierScheme, Mass, ModelError,
    Money, ParcelId, ParcelState, TimeZoneName, Undeliverable,
};
use portolan_postal::{
    Cn22, Cn22Input, Cn22Kind, Customs, EntryKind, LabelAddress, LabelError, LabelInput,
    render_label_pdf,
};
use portolan_store::{NewLabel, ParcelRow, Personal, StoreError};

/// The only format yet.
const PDF: &str = "application/pdf";

/// A parcel's label as PDF.
pub async fn get_label(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<Vec<u8>> {
    let row = get_row(state, caller, id).await?;
    if row.state == ParcelState::Cancelled.as_str() {
        let detail = format!("parcel {id} was cancelled: its label must not be used");
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    let now = state.clock.now();
    let kept = state.store.label_find(caller.scope, id, PDF, now).await?;
    match kept.map(|label| label.bytes) {
        Some(Personal::Kept(bytes)) => return Ok(bytes),
        Some(Personal::Erased) => return Err(erased(id)),
        None => {}
    }
    let input = label_input(&row, &currencies(state), now)?;
    let drawn = tokio::task::spawn_blocking(move || render_label_pdf(&input)).await;
    let bytes = drawn.map_err(ApiError::internal)?.map_err(|error| label_problem(&error))?;
    let label = NewLabel { id: mint(now)?, format: PDF.to_owned(), bytes: bytes.clone() };
    match state.store.label_put(caller.scope, id, &label, now).await {
        Err(StoreError::Conflict { .. }) => Err(erased(id)),
        other => other.map(|()| bytes).map_err(Into::into),
    }
}

fn erased(id: ParcelId) -> ApiError {
    let detail = format!("the addresses of parcel {id} were erased: it has no label any more");
    ApiError::new(ProblemCode::StateConflict, detail)
}

fn label_problem(error: &LabelError) -> ApiError {
    let mend = "give the field in Latin script, or shorter";
    ApiError::invalid(vec![fault("label", error.to_string(), mend, error.code())])
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
    let customs = customs(&document, &sender, currencies, printed_on)?;
    let scheme = IdentifierScheme::parse(&document.scheme).map_err(ApiError::internal)?;
    let tracking = row.tracking_number.as_deref().unwrap_or_default();
    let charged = u32::try_from(row.charged_mass_grams).unwrap_or_default();
    let label = &document.label;
    Ok(LabelInput {
        tracking: Identifier::read(scheme, tracking).map_err(ApiError::internal)?,
        service: label.service.clone(),
        line: label.line.clone(),
        operator: label.operator.clone(),
        sort_code: label.sort_code.clone(),
        sender,
        recipient: LabelAddress::from(read_address(&personal.recipient)?),
        charged_mass: Mass::from_grams(charged).map_err(ApiError::internal)?,
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

/// A CN 22 for postal exports; what a CN 22 may not declare asks for a CN 23 beside the label.
fn customs(
    document: &ParcelDocument,
    sender: &LabelAddress,
    currencies: &CurrencyTable,
    signed_on: CivilDate,
) -> Answer<Customs> {
    if !document.label.is_postal_export {
        return Ok(Customs::None);
    }
    let built = declaration(document, sender, currencies, signed_on).map_err(ApiError::internal)?;
    match Cn22::new(built) {
        Ok(cn22) => Ok(Customs::Cn22(Box::new(cn22))),
        Err(LabelError::NeedsCn23 { .. } | LabelError::RowCount { .. }) => {
            Ok(Customs::Cn23Separately)
        }
        Err(error) => Err(label_problem(&error)),
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
