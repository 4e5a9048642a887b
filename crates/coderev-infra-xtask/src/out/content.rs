//! The files that an output folder must hold.
use super::output_dir::Change;
use super::read_if_there;
use coderev_infra::Synthesis;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// The files that an output folder must hold. Each text is read in parts, because the text of a large platform has 100 megabytes.
pub(crate) trait Content {
    /// The paths of all files.
    fn paths(&self) -> Vec<&str>;
    /// The parts of the text of a file. Every call gives the same text.
    fn parts(&self, path: &str) -> Box<dyn Iterator<Item = String> + '_>;
    /// The kubectl context in which the files are applied, if it is known.
    fn context(&self) -> Option<&str> {
        None
    }
}

impl Content for Synthesis {
    fn paths(&self) -> Vec<&str> {
        self.paths().collect()
    }
    fn parts(&self, path: &str) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(self.parts(path))
    }
    fn context(&self) -> Option<&str> {
        self.context()
    }
}

/// Texts by path. Without any, the folder must hold no file.
impl Content for BTreeMap<&str, &str> {
    fn paths(&self) -> Vec<&str> {
        self.keys().copied().collect()
    }
    fn parts(&self, path: &str) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(self.get(path).map(|text| (*text).to_owned()).into_iter())
    }
}

/// What writing the parts to `path` would change, and the checksum of the text.
pub(super) fn compare(parts: impl Iterator<Item = String>, path: &Path) -> io::Result<(Change, String)> {
    let Some(file) = read_if_there(File::open(path))? else {
        return Ok((Change::Written, super::ledger::sum(parts)));
    };
    let (mut before, mut is_same) = (BufReader::new(file), true);
    let mut read = Vec::new();
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(&part);
        if is_same {
            read.clear();
            before.by_ref().take(part.len() as u64).read_to_end(&mut read)?;
            is_same = read == part.as_bytes();
        }
    }
    is_same = is_same && before.bytes().next().transpose()?.is_none();
    Ok((if is_same { Change::Unchanged } else { Change::Changed }, super::ledger::hexadecimal(hash)))
}
