//! text_encoding
