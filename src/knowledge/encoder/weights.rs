//! The numbers that the encoder learned, read from the file they are published in.

use ndarray::{Array1, Array2};
use safetensors::{Dtype, SafeTensors};

/// Why there is no encoder.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    /// The files are not there, or cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The files are not the ones that this program knows.
    #[error("the encoder's files cannot be used: {0}; fetch them again with `banister knowledge setup`")]
    Weights(String),
}

/// All tensors of a file.
pub(super) struct Tensors<'a>(SafeTensors<'a>);

impl<'a> Tensors<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, EncoderError> {
        SafeTensors::deserialize(bytes).map(Self).map_err(|e| EncoderError::Weights(e.to_string()))
    }

    /// A matrix of `rows` times `columns`.
    pub(super) fn matrix(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Array2<f32>, EncoderError> {
        let numbers = self.numbers(name, &[rows, columns])?;
        Array2::from_shape_vec((rows, columns), numbers)
            .map_err(|e| EncoderError::Weights(format!("{name}: {e}")))
    }

    /// A row of `length` numbers.
    pub(super) fn row(&self, name: &str, length: usize) -> Result<Array1<f32>, EncoderError> {
        self.numbers(name, &[length]).map(Array1::from_vec)
    }

    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EncoderError> {
        let fault = |what: String| EncoderError::Weights(format!("{name}: {what}"));
        let tensor = self.0.tensor(name).map_err(|e| fault(e.to_string()))?;
        if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
            return Err(fault(format!("is {:?} {:?}, not F32 {shape:?}", tensor.dtype(), tensor.shape())));
        }
        Ok(tensor.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }
}
