//! The table of token forms: one row each.
//!
//! The forms are facts from the documentation of the makers. The rules of gitleaks (MIT,
//! <https://github.com/gitleaks/gitleaks/tree/master/cmd/generate/config/rules>) are the list of the makers that have one.
//! Lengths are minimums, since makers lengthen their tokens.
mod a_to_m;
mod capitals;
mod n_to_z;

use super::token::Token;
use a_to_m::A_TO_M;
use capitals::CAPITALS;
use n_to_z::N_TO_Z;

const COUNT: usize = CAPITALS.len() + A_TO_M.len() + N_TO_Z.len();

/// Sorted by the first byte of the prefix. The first row that matches has the name of the kind.
pub(super) static TOKENS: [Token; COUNT] = {
    let parts: [&[Token]; 3] = [&CAPITALS, &A_TO_M, &N_TO_Z];
    let mut all = [CAPITALS[0]; COUNT];
    let (mut part, mut row, mut at) = (0, 0, 0);
    while part < parts.len() {
        if row == parts[part].len() {
            (part, row) = (part + 1, 0);
        } else {
            all[at] = parts[part][row];
            (row, at) = (row + 1, at + 1);
        }
    }
    all
};
