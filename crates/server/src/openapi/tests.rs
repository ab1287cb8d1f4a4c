use super::document_json;

/// Run with `PORTOLAN_UPDATE=1` to write the document anew; the web client is generated from it.
#[test]
fn the_committed_document_is_the_codes_own() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/openapi.json");
    let now = document_json();
    if std::env::var_os("PORTOLAN_UPDATE").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(
        committed == now,
        "crates/api/openapi.json is not what the code says: run the tests once with PORTOLAN_UPDATE=1 and commit it"
    );
}
