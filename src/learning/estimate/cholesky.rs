//! Symmetric matrices that are positive definite: their factor, inverse and determinant.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Matrix {
    pub size: usize,
    pub values: Vec<f64>,
}

impl Matrix {
    pub(super) fn zeros(size: usize) -> Self {
        Self { size, values: vec![0.0; size * size] }
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.size..][..self.size]
    }

    /// The lower factor L of A = L Lᵀ, from the lower half; nothing where A is not positive definite.
    pub(super) fn factor(mut self) -> Option<Lower> {
        let n = self.size;
        for i in 0..n {
            let (done, rest) = self.values.split_at_mut(i * n);
            let row = &mut rest[..n];
            for j in 0..i {
                let other = &done[j * n..j * n + j];
                let sum: f64 = row[..j].iter().zip(other).map(|(a, b)| a * b).sum();
                row[j] = (row[j] - sum) / done[j * n + j];
            }
            let sum: f64 = row[..i].iter().map(|value| value * value).sum();
            let pivot = row[i] - sum;
            if pivot <= 0.0 || !pivot.is_finite() {
                return None;
            }
            row[i] = pivot.sqrt();
        }
        Some(Lower(self))
    }
}

/// A lower triangular factor.
#[derive(Clone, Debug)]
pub(super) struct Lower(Matrix);

impl Lower {
    /// The logarithm of the determinant of the matrix that was factored.
    pub(super) fn log_determinant(&self) -> f64 {
        (0..self.0.size).map(|at| 2.0 * self.0.row(at)[at].ln()).sum()
    }

    /// The inverse of the matrix that was factored.
    pub(super) fn inverse(&self) -> Matrix {
        let n = self.0.size;
        // Row j of `columns` is column j of L⁻¹.
        let mut columns = Matrix::zeros(n);
        for j in 0..n {
            let column = &mut columns.values[j * n..(j + 1) * n];
            for i in j..n {
                let row = self.0.row(i);
                let sum: f64 = row[j..i].iter().zip(&column[j..i]).map(|(a, b)| a * b).sum();
                column[i] = (f64::from(u8::from(i == j)) - sum) / row[i];
            }
        }
        let mut inverse = Matrix::zeros(n);
        for i in 0..n {
            for j in 0..=i {
                let sum: f64 = columns.row(i)[i..].iter().zip(&columns.row(j)[i..]).map(|(a, b)| a * b).sum();
                inverse.values[i * n + j] = sum;
                inverse.values[j * n + i] = sum;
            }
        }
        inverse
    }

    /// Solves A x = b.
    pub(super) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut y = b.to_vec();
        for i in 0..self.0.size {
            let row = self.0.row(i);
            let sum: f64 = row[..i].iter().zip(&y).map(|(a, y)| a * y).sum();
            y[i] = (y[i] - sum) / row[i];
        }
        self.spread(&y)
    }

    /// Solves Lᵀ x = y: where y are independent and of variance 1, x varies as the inverse of the matrix says.
    pub(super) fn spread(&self, y: &[f64]) -> Vec<f64> {
        let n = self.0.size;
        let mut x = y.to_vec();
        for i in (0..n).rev() {
            let sum: f64 = (i + 1..n).map(|j| self.0.row(j)[i] * x[j]).sum();
            x[i] = (x[i] - sum) / self.0.row(i)[i];
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        let values = vec![4.0, 1.0, 0.5, 1.0, 3.0, -0.2, 0.5, -0.2, 2.0];
        let matrix = Matrix { size: 3, values };
        let lower = matrix.clone().factor().expect("positive definite");
        let inverse = lower.inverse();
        for i in 0..3 {
            for j in 0..3 {
                let sum: f64 = (0..3).map(|k| matrix.row(i)[k] * inverse.row(k)[j]).sum();
                assert!((sum - f64::from(u8::from(i == j))).abs() < 1e-12);
            }
        }
        let solved = lower.solve(&[1.0, -2.0, 0.5]);
        for (i, b) in [1.0, -2.0, 0.5].into_iter().enumerate() {
            let sum: f64 = (0..3).map(|k| matrix.row(i)[k] * solved[k]).sum();
            assert!((sum - b).abs() < 1e-12);
        }
        assert!((lower.log_determinant() - 20.89_f64.ln()).abs() < 1e-12, "{}", lower.log_determinant().exp());
        assert!(Matrix { size: 1, values: vec![-1.0] }.factor().is_none());
    }
}
