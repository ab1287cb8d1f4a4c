//! Stub.
#[derive(Default)]
pub struct Published;
impl Published {
    pub fn version(&self) -> Option<String> {
        None
    }
}
