//! How sure the numbers are: observed information (Louis 1982) and that of the prior, in log-odds.
//!
//! In: blocks, data, and the numbers that were reached. Out: how the numbers vary together. Each pattern adds what its own tokens
//! touch, so no matrix over patterns and numbers is made. Of each block one number is left out, since all sum to 1.

use rayon::prelude::*;

use super::blocks::{Block, Branch, Coded, Draw, GuideData};
use super::cholesky::{Lower, Matrix};
use super::expectation::{TOGETHER, chances, expected, sum_neighbours, weigh};
use super::maximum::worth;

/// Hypotheses less likely than this add nothing to what a pattern leaves open.
const NOTHING: f64 = 1e-7;
/// So many blocks of patterns have a matrix of their own at once.
const AT_ONCE: usize = 8;

/// A vector over coordinates, ascending, without zeros.
type Sparse = Vec<(u32, f64)>;

/// How the numbers vary together, given the sessions.
#[derive(Clone, Debug)]
pub struct Certainty {
    numbers: Vec<Vec<f64>>,
    /// By block the sessions that its written numbers count.
    worth: Vec<f64>,
    /// By block and place the coordinate.
    places: Vec<Vec<Option<u32>>>,
    factor: Lower,
    covariance: Matrix,
    /// The logarithm of the determinant of the information, that of untouched blocks counted.
    pub(super) log_determinant: f64,
    /// How many coordinates there are, those of untouched blocks counted.
    pub(super) coordinates: usize,
}

/// The coordinates of some blocks: all numbers above 0 but the last.
fn coordinates(blocks: &[Block], touched: &[bool]) -> (Vec<Vec<Option<u32>>>, usize) {
    let mut count = 0_u32;
    let mut places = Vec::with_capacity(blocks.len());
    for (block, touched) in blocks.iter().zip(touched) {
        let last = block.written.iter().rposition(|written| *written > 0.0);
        let mut of_block = vec![None; block.written.len()];
        if *touched {
            for place in (0..of_block.len()).filter(|&place| Some(place) != last && block.written[place] > 0.0) {
                of_block[place] = Some(count);
                count += 1;
            }
        }
        places.push(of_block);
    }
    (places, count as usize)
}

/// What the logarithm of a product of numbers changes by, by coordinate.
fn score(branch: &Branch, numbers: &[Vec<f64>], places: &[Vec<Option<u32>>], share: f64, to: &mut Sparse) {
    for draw in &branch.draws {
        let block = draw.block as usize;
        for (place, coordinate) in places[block].iter().enumerate() {
            let Some(coordinate) = *coordinate else { continue };
            let hit = f64::from(u8::from(place == draw.place as usize));
            to.push((coordinate, share * (hit - numbers[block][place])));
        }
    }
}

fn merged(mut sparse: Sparse) -> Sparse {
    sparse.sort_by_key(|(coordinate, _)| *coordinate);
    sum_neighbours(&mut sparse);
    sparse.retain(|(_, value)| *value != 0.0);
    sparse
}

/// The shares of the ways in which a token comes about.
fn shares(branches: &[Branch], numbers: &[Vec<f64>]) -> Vec<f64> {
    let chances: Vec<f64> = branches.iter().map(|branch| branch.chance(numbers)).collect();
    let sum: f64 = chances.iter().sum();
    if sum > 0.0 { chances.iter().map(|chance| chance / sum).collect() } else { vec![0.0; chances.len()] }
}

fn minus(a: &Sparse, b: &Sparse) -> Sparse {
    let mut both = a.clone();
    both.extend(b.iter().map(|(coordinate, value)| (*coordinate, -value)));
    merged(both)
}

/// Adds a factor times v vᵀ to the lower half.
fn add_outer(to: &mut Matrix, v: &[(u32, f64)], factor: f64) {
    for (at, (i, a)) in v.iter().enumerate() {
        let row = &mut to.values[*i as usize * to.size..][..to.size];
        for (j, b) in &v[..=at] {
            row[*j as usize] += factor * a * b;
        }
    }
}

/// Adds a factor times the information of one draw from a block to the lower half.
fn add_block(to: &mut Matrix, numbers: &[f64], places: &[Option<u32>], factor: f64) {
    for (a, i) in places.iter().enumerate() {
        let Some(i) = *i else { continue };
        for (b, j) in places[..=a].iter().enumerate() {
            let Some(j) = *j else { continue };
            let own = if a == b { numbers[a] } else { 0.0 };
            to.values[i as usize * to.size + j as usize] += factor * (own - numbers[a] * numbers[b]);
        }
    }
}

impl Certainty {
    /// Nothing where the numbers are not at a peak.
    pub(super) fn new(blocks: &[Block], data: &[GuideData], trust: f64, numbers: &[Vec<f64>]) -> Option<Self> {
        let counts: Vec<Vec<f64>> = data.iter().map(|guide| expected(guide, numbers).counts).collect();
        let touched = touched(blocks, data, &counts);
        let (places, size) = coordinates(blocks, &touched);
        let mut all = Matrix::zeros(size);
        for (guide, counts) in data.iter().zip(&counts) {
            add_tokens(&mut all, guide, numbers, &places, counts);
            take_what_is_hidden(&mut all, guide, numbers, &places);
        }
        let worth: Vec<f64> = blocks.iter().map(|block| worth(block, trust)).collect();
        let (mut log_determinant, mut coordinates) = (0.0, size);
        for (at, block) in blocks.iter().enumerate() {
            if touched[at] {
                add_block(&mut all, &numbers[at], &places[at], worth[at]);
                continue;
            }
            // Of a block by itself the determinant is the product of all its numbers, times the sessions for each coordinate.
            let open: Vec<f64> = block.written.iter().copied().filter(|written| *written > 0.0).collect();
            if open.len() > 1 {
                log_determinant +=
                    open.iter().map(|number| number.ln()).sum::<f64>() + (open.len() - 1) as f64 * worth[at].ln();
                coordinates += open.len() - 1;
            }
        }
        let factor = all.factor()?;
        log_determinant += factor.log_determinant();
        let covariance = factor.inverse();
        Some(Self { numbers: numbers.to_vec(), worth, places, factor, covariance, log_determinant, coordinates })
    }

    /// How the log-odds of a number change with the coordinates of its block; nothing for an untouched block.
    fn gradient(&self, of: Draw) -> Option<Sparse> {
        let (block, place) = (of.block as usize, of.place as usize);
        let numbers = &self.numbers[block];
        let open = 1.0 - numbers[place];
        let gradient: Sparse = self.places[block]
            .iter()
            .enumerate()
            .filter_map(|(other, coordinate)| {
                let own = f64::from(u8::from(other == place));
                Some(((*coordinate)?, (own - numbers[other]) / open.max(1e-12)))
            })
            .collect();
        (!gradient.is_empty()).then_some(gradient)
    }

    fn covariance_of(&self, a: &Sparse, b: &Sparse) -> f64 {
        let row = |i: u32| self.covariance.row(i as usize);
        a.iter().map(|(i, x)| x * b.iter().map(|(j, y)| row(*i)[*j as usize] * y).sum::<f64>()).sum()
    }

    /// As how many sessions of its own a number is known, the written ones counted.
    #[must_use]
    pub fn size(&self, of: Draw) -> f64 {
        let written = self.worth[of.block as usize];
        let number = self.numbers[of.block as usize][of.place as usize];
        let Some(gradient) = self.gradient(of) else { return written };
        let variance = self.covariance_of(&gradient, &gradient);
        (1.0 / (variance * number * (1.0 - number)).max(1e-12)).max(written)
    }

    /// The share of what is known of a number that comes from the sessions.
    #[must_use]
    pub fn known(&self, of: Draw) -> f64 {
        (1.0 - self.worth[of.block as usize] / self.size(of)).max(0.0)
    }

    /// How two numbers vary together, from -1 to 1; 0 where one of them was not touched.
    #[must_use]
    pub fn correlation(&self, a: Draw, b: Draw) -> f64 {
        let (Some(a), Some(b)) = (self.gradient(a), self.gradient(b)) else { return 0.0 };
        let spread = (self.covariance_of(&a, &a) * self.covariance_of(&b, &b)).sqrt();
        if spread > 0.0 { self.covariance_of(&a, &b) / spread } else { 0.0 }
    }

    /// Numbers as they may be, given independent standard normal deviates, one for each coordinate ([`Certainty::deviates`]).
    #[must_use]
    pub fn drawn(&self, deviates: &[f64]) -> Vec<Vec<f64>> {
        let shift = self.factor.spread(deviates);
        let of_block = |(numbers, places): (&Vec<f64>, &Vec<Option<u32>>)| {
            let by = |place: &Option<u32>| place.map_or(0.0, |coordinate| shift[coordinate as usize]);
            let powers: Vec<f64> =
                numbers.iter().zip(places).map(|(number, place)| number * by(place).clamp(-30.0, 30.0).exp()).collect();
            let sum: f64 = powers.iter().sum();
            powers.into_iter().map(|power| power / sum).collect()
        };
        self.numbers.iter().zip(&self.places).map(of_block).collect()
    }

    /// Numbers as they may be, given where standard normal deviates come from, one after another.
    #[must_use]
    pub fn drawn_by(&self, deviate: impl FnMut() -> f64) -> Vec<Vec<f64>> {
        self.drawn(&std::iter::repeat_with(deviate).take(self.deviates()).collect::<Vec<f64>>())
    }

    /// How many deviates [`Certainty::drawn`] takes.
    #[must_use]
    pub fn deviates(&self) -> usize {
        self.covariance.size
    }
}

/// The blocks of which any session says something.
fn touched(blocks: &[Block], data: &[GuideData], counts: &[Vec<f64>]) -> Vec<bool> {
    let mut touched = vec![false; blocks.len()];
    for (guide, counts) in data.iter().zip(counts) {
        for (token, row) in guide.tokens[..guide.drawn].iter().zip(counts.chunks(guide.width)) {
            for (branches, _) in token.columns.iter().zip(row).filter(|(_, count)| **count > 0.0) {
                branches.iter().flat_map(|branch| &branch.draws).for_each(|draw| touched[draw.block as usize] = true);
            }
        }
    }
    touched
}

/// Adds what each token says of its numbers where the cause is known.
fn add_tokens(to: &mut Matrix, data: &GuideData, numbers: &[Vec<f64>], places: &[Vec<Option<u32>>], counts: &[f64]) {
    for (token, row) in data.tokens[..data.drawn].iter().zip(counts.chunks(data.width)) {
        for (branches, &count) in token.columns.iter().zip(row).filter(|(_, count)| **count > 0.0) {
            let shares = shares(branches, numbers);
            let mut mean = Sparse::new();
            for (branch, &share) in branches.iter().zip(&shares).filter(|(_, share)| **share > 0.0) {
                for draw in &branch.draws {
                    let block = draw.block as usize;
                    add_block(to, &numbers[block], &places[block], count * share);
                }
                score(branch, numbers, places, share, &mut mean);
                if branches.len() > 1 {
                    let mut own = Sparse::new();
                    score(branch, numbers, places, 1.0, &mut own);
                    add_outer(to, &merged(own), -count * share);
                }
            }
            if branches.len() > 1 {
                add_outer(to, &merged(mean), count);
            }
        }
    }
}

/// Takes away what is not known since the cause of each session is not.
fn take_what_is_hidden(to: &mut Matrix, data: &GuideData, numbers: &[Vec<f64>], places: &[Vec<Option<u32>>]) {
    let chances = chances(data, numbers);
    let scores: Vec<Vec<Sparse>> =
        data.tokens[..data.drawn].iter().map(|token| differences(token, numbers, places)).collect();
    let blocks: Vec<&[Coded]> = data.patterns.chunks(TOGETHER).collect();
    let size = to.size;
    // Few matrices at once, each of some blocks in their order.
    let per = blocks.len().div_ceil(AT_ONCE).max(1);
    let sums: Vec<Matrix> = blocks
        .par_chunks(per)
        .map(|blocks| {
            let mut sum = Matrix::zeros(size);
            blocks.iter().for_each(|patterns| hidden(&mut sum, data, &chances, &scores, patterns));
            sum
        })
        .collect();
    for sum in sums {
        to.values.iter_mut().zip(&sum.values).for_each(|(all, one)| *all -= one);
    }
}

/// By hypothesis how the logarithm of a token's chance changes with the numbers, less what is the same for most hypotheses: only
/// differences between hypotheses are hidden.
fn differences(token: &super::Token, numbers: &[Vec<f64>], places: &[Vec<Option<u32>>]) -> Vec<Sparse> {
    let of_column = |branches: &smallvec::SmallVec<[Branch; 1]>| {
        let mut sum = Sparse::new();
        for (branch, share) in branches.iter().zip(shares(branches, numbers)) {
            score(branch, numbers, places, share, &mut sum);
        }
        merged(sum)
    };
    let scores: Vec<Sparse> = token.columns.iter().map(of_column).collect();
    let alike = |one: &Sparse| scores.iter().filter(|other| *other == one).count();
    let common = scores.iter().reduce(|best, one| if alike(one) > alike(best) { one } else { best });
    // Where each hypothesis has its own, as shares of causes do, what they have in common is their mean.
    let common = common.cloned().unwrap_or_default();
    if alike(&common) > 1 {
        return scores.iter().map(|one| minus(one, &common)).collect();
    }
    let shared = minus(&common, &own_part(token, places));
    scores.iter().map(|one| minus(one, &shared)).collect()
}

/// What the first hypothesis alone adds: its own number.
fn own_part(token: &super::Token, places: &[Vec<Option<u32>>]) -> Sparse {
    let draws = token.columns.first().and_then(|branches| branches.first()).map(|branch| &branch.draws);
    let own = draws.into_iter().flatten().filter_map(|draw| places[draw.block as usize][draw.place as usize]);
    merged(own.map(|coordinate| (coordinate, 1.0)).collect())
}

fn hidden(sum: &mut Matrix, data: &GuideData, chances: &[f64], scores: &[Vec<Sparse>], patterns: &[Coded]) {
    let mut weights = vec![0.0; data.width];
    let mut own = Sparse::new();
    let mut mean = Sparse::new();
    for pattern in patterns {
        let tokens = data.tokens_of(pattern);
        let total = weigh(chances, data.width, tokens, &mut weights);
        if total <= 0.0 {
            continue;
        }
        mean.clear();
        for (column, weight) in weights.iter().enumerate() {
            let share = weight / total;
            if share < NOTHING {
                continue;
            }
            own.clear();
            for &token in tokens.iter().take_while(|token| (**token as usize) < data.drawn) {
                own.extend_from_slice(&scores[token as usize][column]);
            }
            own = merged(std::mem::take(&mut own));
            add_outer(sum, &own, pattern.sessions * share);
            mean.extend(own.iter().map(|(coordinate, value)| (*coordinate, share * value)));
        }
        mean = merged(std::mem::take(&mut mean));
        add_outer(sum, &mean, -pattern.sessions);
    }
}
