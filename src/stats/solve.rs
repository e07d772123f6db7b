//! Solves a few linear equations with a symmetric positive definite matrix.

/// A square matrix, row by row; only what is on and below the diagonal is kept up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    pub(super) fn diagonal(entries: &[f64]) -> Self {
        let size = entries.len();
        let mut cells = vec![0.0; size * size];
        for (at, entry) in entries.iter().enumerate() {
            cells[at * size + at] = *entry;
        }
        Self { size, cells }
    }

    /// Adds `weight * row row'`.
    pub(super) fn add_outer(&mut self, row: &[f64], weight: f64) {
        for (i, one) in row.iter().enumerate() {
            for (j, other) in row.iter().enumerate().take(i + 1) {
                self.cells[i * self.size + j] += weight * one * other;
            }
        }
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.size + j]
    }

    /// `sum_k<n a_ik a_jk`.
    fn dot(&self, i: usize, j: usize, n: usize) -> f64 {
        (0..n).map(|k| self.at(i, k) * self.at(j, k)).sum()
    }

    /// The lower triangle L with `L L' = A`, in place of A; `None` unless A is positive definite (to rounding).
    fn cholesky(mut self) -> Option<Self> {
        for i in 0..self.size {
            for j in 0..i {
                self.cells[i * self.size + j] = (self.at(i, j) - self.dot(i, j, j)) / self.at(j, j);
            }
            let pivot = self.at(i, i) - self.dot(i, i, i);
            if !(pivot > 0.0 && pivot.is_finite()) {
                return None;
            }
            self.cells[i * self.size + i] = pivot.sqrt();
        }
        Some(self)
    }
}

/// x with `matrix x = right`, by Cholesky's decomposition (Golub & Van Loan 2013, algorithms 4.2.1, 3.1.1 and 3.1.2);
/// `right` has as many entries as the matrix rows. `None` unless the matrix is positive definite, or when the answer is
/// not finite.
pub(super) fn solve(matrix: Square, right: Vec<f64>) -> Option<Vec<f64>> {
    let size = matrix.size;
    let lower = matrix.cholesky()?;
    let mut x = right;
    for i in 0..size {
        let known: f64 = (0..i).map(|k| lower.at(i, k) * x[k]).sum();
        x[i] = (x[i] - known) / lower.at(i, i);
    }
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| lower.at(k, i) * x[k]).sum();
        x[i] = (x[i] - known) / lower.at(i, i);
    }
    x.iter().all(|part| part.is_finite()).then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_equations_are_solved_by_hand() {
        // A = diag(3, 1, 1) + u u' with u = (1, 2, 3), x = (1, -1, 2), hence u.x = 5.
        let mut matrix = Square::diagonal(&[3.0, 1.0, 1.0]);
        matrix.add_outer(&[1.0, 2.0, 3.0], 1.0);
        let x = solve(matrix, vec![8.0, 9.0, 17.0]).unwrap();
        assert!(x.iter().zip([1.0, -1.0, 2.0]).all(|(found, wanted)| (found - wanted).abs() < 1e-14));
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_answer() {
        assert_eq!(solve(Square::diagonal(&[1.0, 0.0]), vec![1.0, 1.0]), None);
        assert_eq!(solve(Square::diagonal(&[-1.0]), vec![1.0]), None);
        assert_eq!(solve(Square::diagonal(&[f64::NAN]), vec![1.0]), None);
        assert_eq!(solve(Square::diagonal(&[1e-200]), vec![1e200]), None);
    }
}
