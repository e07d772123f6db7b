//! The forward pass of all-MiniLM-L6-v2: BERT (Devlin et al. 2019) with six layers, mean pooling, unit length.

use std::fs;
use std::path::Path;

use ndarray::{Array1, Array2, Axis, Slice};

use super::sentences::{Scale, SentenceEncoder};
use super::unpack::is_published;
use super::weights::{EncoderError, Tensors};
use super::wordpiece::{PIECES_MAX, WordPieces};

/// How many numbers stand for a text.
pub const DIMENSIONS: usize = 384;
const VOCABULARY: usize = 30_522;
const POSITIONS: usize = 512;
const LAYERS: usize = 6;
const HEADS: usize = 12;
const INNER: usize = 1_536;
const HEAD: usize = DIMENSIONS / HEADS;
const EPSILON: f32 = 1e-12;
/// The same as [`DIMENSIONS`] and [`HEAD`], to divide by.
const DIMENSIONS_F: f32 = 384.0;
const HEAD_F: f32 = 32.0;

/// What a text means: a direction of length 1 in [`DIMENSIONS`] dimensions.
pub type Vector = Vec<f32>;

/// The encoder, ready. About 90 MB.
pub struct Encoder {
    pieces: WordPieces,
    words: Array2<f32>,
    /// Position and the only type of segment there is, added.
    places: Array2<f32>,
    first: Norm,
    layers: Vec<Layer>,
}

struct Norm {
    scale: Array1<f32>,
    shift: Array1<f32>,
}

struct Dense {
    /// One row for each number that comes out.
    weights: Array2<f32>,
    bias: Array1<f32>,
}

struct Layer {
    query: Dense,
    key: Dense,
    value: Dense,
    attended: Dense,
    attended_norm: Norm,
    wide: Dense,
    narrow: Dense,
    narrow_norm: Norm,
}

impl Encoder {
    /// Reads `model.safetensors` and `vocab.txt` of a folder.
    ///
    /// # Errors
    /// When they are missing, or not the ones this program knows.
    pub fn load(folder: &Path) -> Result<Self, EncoderError> {
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|source| EncoderError::Read { path: path.display().to_string(), source })
        };
        let vocabulary = read("vocab.txt")?;
        let bytes = read("model.safetensors")?;
        if !is_published("vocab.txt", &vocabulary) || !is_published("model.safetensors", &bytes) {
            let folder = folder.display();
            return Err(EncoderError::Weights(format!(
                "those in {folder} are not the files that were published"
            )));
        }
        let vocabulary = String::from_utf8(vocabulary)
            .map_err(|_| EncoderError::Weights("vocab.txt is not UTF-8".to_owned()))?;
        let tensors = Tensors::read(&bytes)?;
        let kind = tensors.matrix("embeddings.token_type_embeddings.weight", 2, DIMENSIONS)?;
        let places = tensors.matrix("embeddings.position_embeddings.weight", POSITIONS, DIMENSIONS)?;
        Ok(Self {
            pieces: WordPieces::read(&vocabulary)?,
            words: tensors.matrix("embeddings.word_embeddings.weight", VOCABULARY, DIMENSIONS)?,
            places: places.slice_axis(Axis(0), Slice::from(..PIECES_MAX)).to_owned() + kind.row(0),
            first: Norm::read(&tensors, "embeddings.LayerNorm")?,
            layers: (0..LAYERS).map(|n| Layer::read(&tensors, n)).collect::<Result<_, _>>()?,
        })
    }

    /// What a text means. About 10 to 20 ms of CPU for a question; texts of more than some 200 words are cut off.
    #[must_use]
    pub fn encode(&self, text: &str) -> Vector {
        let pieces = self.pieces.cut(text);
        let mut hidden = Array2::zeros((pieces.len(), DIMENSIONS));
        for ((piece, mut row), place) in pieces.iter().zip(hidden.rows_mut()).zip(self.places.rows()) {
            if *piece < VOCABULARY {
                row.assign(&self.words.row(*piece));
            }
            row += &place;
        }
        self.first.apply(&mut hidden);
        for layer in &self.layers {
            hidden = layer.apply(&hidden);
        }
        let mean = hidden.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(DIMENSIONS));
        let length = mean.dot(&mean).sqrt().max(f32::MIN_POSITIVE);
        (mean / length).to_vec()
    }
}

impl SentenceEncoder for Encoder {
    fn encode(&self, text: &str) -> Option<Vector> {
        Some(Self::encode(self, text))
    }

    /// Only the published files are loaded.
    fn id(&self) -> String {
        "all-MiniLM-L6-v2".to_owned()
    }

    fn is_english_only(&self) -> bool {
        true
    }

    fn scale(&self) -> Option<Scale> {
        Some(Scale { nothing: 0.15, all: 0.70 })
    }
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").finish_non_exhaustive()
    }
}

impl Norm {
    fn read(tensors: &Tensors<'_>, name: &str) -> Result<Self, EncoderError> {
        let scale = tensors.row(&format!("{name}.weight"), DIMENSIONS)?;
        Ok(Self { scale, shift: tensors.row(&format!("{name}.bias"), DIMENSIONS)? })
    }

    fn apply(&self, hidden: &mut Array2<f32>) {
        for mut row in hidden.rows_mut() {
            let mean = row.mean().unwrap_or(0.0);
            row -= mean;
            let spread = (row.dot(&row) / DIMENSIONS_F + EPSILON).sqrt();
            row /= spread;
            row *= &self.scale;
            row += &self.shift;
        }
    }
}

impl Dense {
    fn read(tensors: &Tensors<'_>, name: &str, to: usize, from: usize) -> Result<Self, EncoderError> {
        let weights = tensors.matrix(&format!("{name}.weight"), to, from)?;
        Ok(Self { weights, bias: tensors.row(&format!("{name}.bias"), to)? })
    }

    fn apply(&self, hidden: &Array2<f32>) -> Array2<f32> {
        hidden.dot(&self.weights.t()) + &self.bias
    }
}

impl Layer {
    fn read(tensors: &Tensors<'_>, number: usize) -> Result<Self, EncoderError> {
        let name = |part: &str| format!("encoder.layer.{number}.{part}");
        let square = |part: &str| Dense::read(tensors, &name(part), DIMENSIONS, DIMENSIONS);
        Ok(Self {
            query: square("attention.self.query")?,
            key: square("attention.self.key")?,
            value: square("attention.self.value")?,
            attended: square("attention.output.dense")?,
            attended_norm: Norm::read(tensors, &name("attention.output.LayerNorm"))?,
            wide: Dense::read(tensors, &name("intermediate.dense"), INNER, DIMENSIONS)?,
            narrow: Dense::read(tensors, &name("output.dense"), DIMENSIONS, INNER)?,
            narrow_norm: Norm::read(tensors, &name("output.LayerNorm"))?,
        })
    }

    fn apply(&self, hidden: &Array2<f32>) -> Array2<f32> {
        let (query, key, value) =
            (self.query.apply(hidden), self.key.apply(hidden), self.value.apply(hidden));
        let mut context = Array2::zeros(hidden.raw_dim());
        for head in 0..HEADS {
            let part = Slice::from(head * HEAD..(head + 1) * HEAD);
            let of_head = |all: &'_ Array2<f32>| all.slice_axis(Axis(1), part).to_owned();
            let seen = attend(&of_head(&query), &of_head(&key), &of_head(&value));
            context.slice_axis_mut(Axis(1), part).assign(&seen);
        }
        let mut attended = self.attended.apply(&context) + hidden;
        self.attended_norm.apply(&mut attended);
        let wide = self.wide.apply(&attended).mapv_into(gelu);
        let mut narrow = self.narrow.apply(&wide) + &attended;
        self.narrow_norm.apply(&mut narrow);
        narrow
    }
}

/// Softmax of the scaled products, times the values (Vaswani et al. 2017, equation 1).
fn attend(query: &Array2<f32>, key: &Array2<f32>, value: &Array2<f32>) -> Array2<f32> {
    let mut scores = query.dot(&key.t()) / HEAD_F.sqrt();
    for mut row in scores.rows_mut() {
        let most = row.fold(f32::NEG_INFINITY, |most, score| most.max(*score));
        row.mapv_inplace(|score| (score - most).exp());
        let sum = row.sum();
        row /= sum;
    }
    scores.dot(value)
}

/// Gaussian error linear unit (Hendrycks and Gimpel 2016).
fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// The error function, within 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).
fn erf(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let polynomial =
        t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    (1.0 - polynomial * (-x * x).exp()).copysign(x)
}
