//! Texts from forms.

/// The text of a form: `{A36}` is 36 random letters and digits, `|` is removed, `¦` becomes `|`.
///
/// The sets: `A` letters and digits, `L` small letters and digits, `U` capital letters and digits, `a` letters, `d` digits,
/// `x` and `X` hexadecimal digits, `W` letters, digits, `_` and `-`, `B` base64, `u` a UUID.
pub(super) fn make(form: &str) -> String {
    let mut random =
        Random(form.bytes().fold(2_166_136_261, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(16_777_619)));
    let mut parts = form.split('{');
    let mut text = parts.next().unwrap_or_default().replace('|', "").replace('¦', "|");
    for part in parts {
        let hole = part.split_once('}').and_then(|(hole, rest)| Some((hole.split_at_checked(1)?, rest)));
        let hole = hole.filter(|((set, _), _)| set.bytes().all(|byte| byte.is_ascii_alphabetic()));
        match hole.and_then(|((set, count), rest)| Some((set, count.parse::<usize>().ok()?, rest))) {
            Some((set, count, rest)) => {
                text.push_str(&random.run(set, count));
                text.push_str(&rest.replace('|', "").replace('¦', "|"));
            }
            None => {
                text.push('{');
                text.push_str(&part.replace('|', "").replace('¦', "|"));
            }
        }
    }
    text
}

struct Random(u64);
impl Random {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize
    }
    fn run(&mut self, set: &str, count: usize) -> String {
        const DIGITS: &str = "0123456789";
        const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
        const CAPITAL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let set = match set {
            "A" => [DIGITS, SMALL, CAPITAL].concat(),
            "L" => [DIGITS, SMALL].concat(),
            "U" => [&DIGITS[2..8], CAPITAL].concat(),
            "a" => [SMALL, CAPITAL].concat(),
            "d" => DIGITS.to_owned(),
            "x" => "0123456789abcdef".to_owned(),
            "X" => "0123456789ABCDEF".to_owned(),
            "W" => [DIGITS, SMALL, CAPITAL, "_-"].concat(),
            "B" => [DIGITS, SMALL, CAPITAL, "+/"].concat(),
            "u" => return [8, 4, 4, 4, 12].map(|count| self.run("x", count)).join("-"),
            other => panic!("no set `{other}`"),
        };
        let set = set.as_bytes();
        (0..count).map(|_| char::from(set[self.next() % set.len()])).collect()
    }
}
