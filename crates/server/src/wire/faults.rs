//! Collecting every fault of an input before it is refused.

use crate::problem::{Answer, ApiError, field_fault, model_fault};
use portolan_api::Fault;
use portolan_model::{FieldFault, ModelError};

/// The faults found so far.
#[derive(Debug, Default)]
pub struct Found(Vec<Fault>);

impl Found {
    /// Keeps a value, or notes what is wrong with its field.
    pub fn keep<T>(&mut self, field: &str, result: Result<T, ModelError>) -> Option<T> {
        result.map_err(|error| self.0.push(model_fault(field, &error))).ok()
    }

    /// Keeps a value of many fields, or notes all that is wrong with it.
    pub fn keep_all<T>(&mut self, path: &str, result: Result<T, Vec<FieldFault>>) -> Option<T> {
        result.map_err(|faults| self.0.extend(faults.iter().map(|one| field_fault(path, one)))).ok()
    }

    /// Keeps a value, or notes the fault made for it.
    pub fn keep_or<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.0.push(fault)).ok()
    }

    /// Whether nothing was found wrong so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value where nothing was wrong, else all faults.
    pub fn finish<T>(self, value: Option<T>) -> Answer<T> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(ApiError::invalid(self.0)),
        }
    }
}
