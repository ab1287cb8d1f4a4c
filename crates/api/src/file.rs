//! Bodies that are files, not JSON.

use utoipa::ToSchema;

/// The bytes of a file: a stand-in for the document, since such bodies are streamed.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct FileBody(pub Vec<u8>);
