//! What sessions say of numbers: the observed information (Louis 1982), in log-odds, without that of the prior.
//!
//! In: blocks, data, and numbers. Out: a matrix over coordinates. Each pattern adds what its own tokens touch, so no matrix over
//! patterns and numbers is made. Of each block one number is left out, since all sum to 1.

use rayon::prelude::*;

use super::blocks::{Block, Branch, GuideData};
use super::cholesky::{Lower, Matrix};
use super::expectation::{Chances, TOGETHER, expected, sum_neighbours};
use super::maximum::worth;

/// Hypotheses less likely than this add nothing to what a pattern leaves open.
const NOTHING: f64 = 1e-7;
/// So many blocks of patterns have a matrix of their own at once.
const AT_ONCE: usize = 8;
/// So many patterns of a guide say about what all say.
const ROUGHLY: usize = 32_768;

/// A vector over coordinates, ascending, without zeros.
pub(super) type Sparse = Vec<(u32, f64)>;

/// By block and place the coordinate of a number that has one.
pub(super) type Places = Vec<Vec<Option<u32>>>;

/// What sessions say of numbers.
#[derive(Clone, Debug)]
pub(super) struct Observed {
    /// The blocks of which any session says something: only these have coordinates.
    pub touched: Vec<bool>,
    pub places: Places,
    /// What they would say if the cause of each were known.
    if_known: Matrix,
    /// What of that is not known, since it is not.
    hidden: Matrix,
}

impl Observed {
    pub(super) fn new(blocks: &[Block], data: &[&GuideData], numbers: &[Vec<f64>]) -> Self {
        Self::by(blocks, data, numbers, usize::MAX)
    }

    /// About the same, by a sample of the patterns where there are many: good enough to say in which direction to go on.
    pub(super) fn roughly(blocks: &[Block], data: &[&GuideData], numbers: &[Vec<f64>]) -> Self {
        Self::by(blocks, data, numbers, ROUGHLY)
    }

    fn by(blocks: &[Block], data: &[&GuideData], numbers: &[Vec<f64>], most: usize) -> Self {
        let counts: Vec<Vec<f64>> = data.iter().map(|guide| expected(guide, numbers).counts).collect();
        let touched = touched(blocks, data, &counts);
        let (places, size) = coordinates(blocks, &touched);
        let [mut if_known, mut hidden] = [Matrix::zeros(size), Matrix::zeros(size)];
        for (guide, counts) in data.iter().zip(&counts) {
            add_tokens(&mut if_known, guide, numbers, &places, counts);
            add_what_is_hidden(&mut hidden, guide, numbers, &places, &guide.sample(most));
        }
        Observed { touched, places, if_known, hidden }
    }

    /// How many coordinates there are.
    pub(super) fn size(&self) -> usize {
        self.if_known.size
    }

    /// The factor of the information with that of the prior; nothing where the objective is not curved down in all directions.
    pub(super) fn factor(&self, blocks: &[Block], trust: f64, numbers: &[Vec<f64>]) -> Option<Lower> {
        self.factor_between(blocks, trust, numbers, 1.0)
    }

    /// The same where only a share of what is hidden is taken away: with none, steps by it are as short as those of EM.
    pub(super) fn factor_between(
        &self,
        blocks: &[Block],
        trust: f64,
        numbers: &[Vec<f64>],
        share: f64,
    ) -> Option<Lower> {
        let mut all = self.if_known.clone();
        // A number of which next to nothing is known yet is not to be a matter of rounding.
        (0..all.size).for_each(|at| all.values[at * all.size + at] += 1.0 - share);
        all.values.iter_mut().zip(&self.hidden.values).for_each(|(all, hidden)| *all -= share * hidden);
        for (at, block) in blocks.iter().enumerate().filter(|(at, _)| self.touched[*at]) {
            add_block(&mut all, &numbers[at], &self.places[at], worth(block, trust));
        }
        all.factor()
    }
}

/// Numbers whose log-odds are shifted, by coordinate.
pub(super) fn moved(numbers: &[Vec<f64>], places: &[Vec<Option<u32>>], shift: &[f64]) -> Vec<Vec<f64>> {
    let of_block = |(numbers, places): (&Vec<f64>, &Vec<Option<u32>>)| {
        let by = |place: &Option<u32>| place.map_or(0.0, |coordinate| shift[coordinate as usize]);
        let powers: Vec<f64> =
            numbers.iter().zip(places).map(|(number, place)| number * by(place).clamp(-30.0, 30.0).exp()).collect();
        let sum: f64 = powers.iter().sum();
        powers.into_iter().map(|power| power / sum).collect()
    };
    numbers.iter().zip(places).map(of_block).collect()
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

/// The blocks of which any session says something.
fn touched(blocks: &[Block], data: &[&GuideData], counts: &[Vec<f64>]) -> Vec<bool> {
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

/// Adds what is not known since the cause of each session is not.
fn add_what_is_hidden(
    to: &mut Matrix,
    data: &GuideData,
    numbers: &[Vec<f64>],
    places: &[Vec<Option<u32>>],
    patterns: &[(usize, f64)],
) {
    let chances = Chances::new(data, numbers);
    let scores: Vec<Vec<Sparse>> =
        data.tokens[..data.drawn].iter().map(|token| differences(token, numbers, places)).collect();
    let blocks: Vec<&[(usize, f64)]> = patterns.chunks(TOGETHER).collect();
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
        to.values.iter_mut().zip(&sum.values).for_each(|(all, one)| *all += one);
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

fn hidden(sum: &mut Matrix, data: &GuideData, chances: &Chances, scores: &[Vec<Sparse>], patterns: &[(usize, f64)]) {
    let mut weights = chances.room();
    let (mut own, mut mean) = (Gathered::new(sum.size), Gathered::new(sum.size));
    for &(place, sessions) in patterns {
        let tokens = data.tokens_of(&data.patterns[place]);
        let total = chances.weigh(tokens, &mut weights);
        if total <= 0.0 {
            continue;
        }
        for (column, weight) in weights.as_flattened()[..data.width].iter().enumerate() {
            let share = weight / total;
            if share < NOTHING {
                continue;
            }
            for &token in tokens.iter().take_while(|token| (**token as usize) < data.drawn) {
                own.add(&scores[token as usize][column], 1.0);
            }
            let own = own.take();
            add_outer(sum, own, sessions * share);
            mean.add(own, share);
        }
        add_outer(sum, mean.take(), -sessions);
    }
}

/// Sums sparse vectors up.
struct Gathered {
    /// By coordinate the sum, and whether the coordinate is listed.
    sums: Vec<(f64, bool)>,
    listed: Vec<u32>,
    sparse: Sparse,
}

impl Gathered {
    fn new(size: usize) -> Self {
        Self { sums: vec![(0.0, false); size], listed: Vec::new(), sparse: Sparse::new() }
    }

    fn add(&mut self, one: &[(u32, f64)], factor: f64) {
        for &(coordinate, value) in one {
            let (sum, is_listed) = &mut self.sums[coordinate as usize];
            *sum += factor * value;
            if !*is_listed {
                *is_listed = true;
                self.listed.push(coordinate);
            }
        }
    }

    /// The sum, and begins anew.
    fn take(&mut self) -> &[(u32, f64)] {
        self.listed.sort_unstable();
        self.sparse.clear();
        for coordinate in self.listed.drain(..) {
            let (sum, _) = std::mem::take(&mut self.sums[coordinate as usize]);
            if sum != 0.0 {
                self.sparse.push((coordinate, sum));
            }
        }
        &self.sparse
    }
}
