use super::*;
use axum::body::to_bytes;

/// The rows of the table in the book: code and status.
fn documented() -> Vec<(String, u16)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/reference/errors.md");
    let page = std::fs::read_to_string(path).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (code, rest) = row.split_once("` | ").unwrap();
        (code.to_owned(), rest.split(' ').next().unwrap().parse().unwrap())
    })
    .collect()
}

#[test]
fn the_book_lists_every_code_in_the_order_of_the_code() {
    let coded: Vec<(String, u16)> =
        ProblemCode::ALL.iter().map(|code| (code.name().to_owned(), code.status())).collect();
    assert_eq!(documented(), coded);
}

#[tokio::test]
async fn the_cause_is_for_the_log_alone() {
    let response = ApiError::internal("the password is hunter2").into_response();
    assert_eq!(response.status(), 500);
    let body = to_bytes(response.into_body(), 10_000).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn a_models_message_is_cut_into_what_and_mend() {
    let error = portolan_model::Mass::parse("-2kg").unwrap_err();
    let fault = model_fault("weight", &error);
    assert_eq!(fault.field, "weight");
    assert!(fault.what.contains("is not a mass"), "{fault:?}");
    assert!(fault.mend.starts_with("write a positive number"), "{fault:?}");
}

#[test]
fn errors_of_the_store_have_codes_of_their_own() {
    let code = |error: StoreError| ApiError::from(error).code();
    assert_eq!(code(StoreError::Full), ProblemCode::StoreFull);
    assert_eq!(code(StoreError::Busy), ProblemCode::StoreUnavailable);
    let conflict = StoreError::Conflict { what: "order".into() };
    assert_eq!(code(conflict), ProblemCode::StateConflict);
    assert_eq!(code(StoreError::Randomness), ProblemCode::Internal);
}
