//! Strings that some YAML reader has misread, or is likely to misread.

use std::collections::BTreeSet;

/// Words with a meaning in YAML 1.1, and words that look similar.
const WORDS: &[&str] = &[
    "y",
    "n",
    "yes",
    "no",
    "on",
    "off",
    "true",
    "false",
    "null",
    "nan",
    "inf",
    "infinity",
    "none",
    "nil",
    "undefined",
    "t",
    "f",
    "e",
    "ye",
    "of",
    "nul",
    "tru",
    "yess",
    "noo",
    "x",
    "o",
    "b",
    "nulls",
];

/// Numbers, versions, addresses, sizes, dates and times.
const NUMBERS: &[&str] = &[
    "0",
    "00",
    "007",
    "0777",
    "08",
    "09",
    "012",
    "0o17",
    "0o8",
    "0O17",
    "0x1f",
    "0x1F",
    "0X1F",
    "0x",
    "0x_",
    "0xg",
    "0b11",
    "0b",
    "0b2",
    "1_000",
    "1__0",
    "1_",
    "_1",
    "685_230.15",
    "1,000",
    "1,000.5",
    "1e3",
    "1E3",
    "1e+3",
    "1e-7",
    "1.0e3",
    "12e03",
    "1e",
    "e1",
    "1e400",
    "1.",
    "1.5",
    ".5",
    "0.0",
    "0.1e5",
    "1.2.3",
    "10.0.0.1",
    "10.0.0.0/8",
    "v1.2",
    "1.5e3.5",
    "1:20",
    "1:60",
    "1:5:",
    "12:30",
    "12:30:45",
    "190:20:30",
    "190:20:30.15",
    "1d",
    "1e3m",
    "250m",
    "512Mi",
    "2Gi",
    "1E",
    "25%",
    "100%",
    "123456789012345678901234567890",
    "9223372036854775808",
    "2001-01-01",
    "2001-1-1",
    "2001-12-14",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14T21:59:43Z",
    "2001-12-14 21:59:43",
    "2001-12-14 21:59:43.10 -5",
    "2001-12-14 21:59:43 Z",
    "2001-99-99",
    "24:00:00",
    "0x1p-2",
    "0x1.8p1",
    "1f",
    "0f",
    "deadbeef",
    "12deadbe",
    "1/2",
    ".inf",
    ".Inf",
    ".INF",
    ".nan",
    ".NaN",
    ".NAN",
];

/// Marks, indicators and texts as they occur in real manifests.
const TEXTS: &[&str] = &[
    "",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    " \n",
    "~",
    "=",
    "<<",
    "-",
    "--",
    "---",
    "----",
    "...",
    "--- a",
    "... a",
    "---\nfoo\n",
    "...\nx",
    "?",
    "? a",
    ":",
    ": a",
    "- a",
    "- - a",
    "-a",
    "--a",
    "---a",
    "-a: b",
    "--a #b",
    "--port=80",
    "--v=4",
    "-c",
    "-it",
    "-1",
    "--1",
    "-.5",
    "-.inf",
    "--flag=a b",
    "--flag={a: b}",
    "--flag=[a, b]",
    "--set=a:b",
    "--no",
    "-no",
    "-f -",
    "-e \"x\"",
    "#x",
    "a #b",
    "a#b",
    "a: b",
    "a:b",
    "a:",
    "a::b",
    "a :b",
    "a : b",
    "!tag",
    "!!str",
    "!",
    "&a",
    "&",
    "*a",
    "*",
    "%TAG",
    "%YAML 1.1",
    "%",
    "@x",
    "`x",
    "{a}",
    "[a]",
    "{",
    "}",
    "[",
    "]",
    ",",
    "{}",
    "[]",
    "a, b",
    "a]",
    "a}",
    "a,",
    "'q'",
    "\"q\"",
    "'",
    "\"",
    "''",
    "it's",
    "say \"hi\"",
    "back\\slash",
    "C:\\dir",
    "a\\",
    "\\n",
    "|",
    "|-",
    "| a",
    ">",
    ">-",
    "> a",
    "a  b",
    "a \n b",
    "word ",
    " leading",
    "trailing ",
    "=x",
    "x=",
    "a=b",
    "$(FOO)",
    "${FOO}",
    "$FOO",
    "{{ .x }}",
    "{%",
    "(a)",
    ")",
    ";",
    "/",
    "//",
    "/metrics",
    "redis://redis.platform.svc:6379",
    "gcr.io/PROJECT/app:v2.4.1",
    "app.kubernetes.io/name",
    "sha256:0123456789abcdef",
    "a\rb",
    "a\r\nb",
    "a\r\nb\r\n",
    "\r",
    "tab\there",
    "\ttab",
    "tab\t",
    "a\tb\nc\n",
    "x\n\tindented\n",
    "a\n\t\nb\n",
    "é",
    "unicode é 日本 😀",
    "日本\n語\n",
    "\u{1b}[31m",
    "\u{feff}",
    "\u{feff}bom",
    "bom\u{feff}\n",
    "a\u{2028}b\nc\n",
    "a\n\u{85}b\n",
    "groups:\n- name: x\n  rules:\n  - expr: a > 1 # c\n",
    "{\n  \"a\": 1\n}",
    "#!/bin/sh\nset -eu\n\necho \"hi\"\n\tindent\n",
    "server {\n\tlisten 80;\n\tlocation / {\n\t\treturn 204;\n\t}\n}\n",
    "# c\nb\n",
    "k: v\nk2: v2\n",
    "a\n---\nb\n",
    "x\n#y\n",
    "-----BEGIN CERTIFICATE-----\nMIIB+w==\n-----END CERTIFICATE-----\n",
    "\\",
    "\u{0}",
    "a\u{0}",
    "<<: a",
    "*a: b",
    "null: a",
];

/// Characters with a special meaning at the start of a string or between two other characters.
const NASTY: &str = "-?:,[]{}#&*!|>'\"%@`=~<.+_ \n\t\r0a1eyNxX\\/";

/// A third character that changes the meaning of the first two.
const THIRD: &str = "0: e\n.-#x";

/// Lines from which texts are built, to cover every shape of block.
const LINES: &[&str] =
    &["", "a", " a", "\ta", "a ", "a\t", "a\tb", " ", "\t", "#a", "- a", "a: b", "---", "...", "é", "\"a\"", "a:", "|"];

/// Characters at the limits of the range that needs no escape.
const EDGES: &[char] = &[
    '\u{7e}',
    '\u{7f}',
    '\u{80}',
    '\u{84}',
    '\u{85}',
    '\u{86}',
    '\u{9f}',
    '\u{a0}',
    '\u{ad}',
    '\u{200b}',
    '\u{200d}',
    '\u{200e}',
    '\u{2027}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{2060}',
    '\u{3000}',
    '\u{d7ff}',
    '\u{e000}',
    '\u{fdd0}',
    '\u{fefe}',
    '\u{feff}',
    '\u{ff00}',
    '\u{fffd}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{10000}',
    '\u{1f600}',
    '\u{1ffff}',
    '\u{10ffff}',
];

/// Lengths around the limits for a key on the line of its colon.
const LENGTHS: &[usize] = &[99, 100, 101, 127, 128, 129, 130, 255, 256, 1000, 1022, 1023, 1024, 1025, 1026, 5000];

/// All strings, sorted, without duplicates.
pub(crate) fn strings() -> Vec<String> {
    let mut all = BTreeSet::new();
    all.extend(TEXTS.iter().map(ToString::to_string));
    words(&mut all);
    numbers(&mut all);
    characters(&mut all);
    lines(&mut all);
    long(&mut all);
    all.into_iter().collect()
}

fn words(all: &mut BTreeSet<String>) {
    for word in WORDS {
        let title: String = word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
        let last: String = word.chars().rev().take(1).flat_map(char::to_uppercase).collect();
        let last = format!("{}{last}", &word[..word.len() - 1]);
        for cased in [word.to_string(), word.to_uppercase(), title, last] {
            for text in [
                "*", "-*", "--*", "+*", ".*", "-.*", "+.*", " *", "* ", "*:", "*: ", "*.", "*\n", "#*", "*#", "~*",
                "!*",
            ] {
                all.insert(text.replace('*', &cased));
            }
        }
    }
}

fn numbers(all: &mut BTreeSet<String>) {
    for number in NUMBERS {
        for text in ["*", "-*", "+*", "--*", "*m", "*_", "_*", "* ", " *", "*:", "*\n", "*-", "v*", "* a", "*,", "*#"] {
            all.insert(text.replace('*', number));
        }
    }
    for sign in ["", "-", "+"] {
        for whole in ["", "0", "1", "12", "1_2", "012"] {
            for part in ["", ".", ".0", ".5", "._5", ".5_"] {
                for exponent in ["", "e3", "E3", "e+3", "e-3", "e", "e+", "e_3", "e3.5"] {
                    all.insert(format!("{sign}{whole}{part}{exponent}"));
                }
            }
        }
    }
}

fn characters(all: &mut BTreeSet<String>) {
    for a in NASTY.chars() {
        all.insert(a.to_string());
        for b in NASTY.chars() {
            all.insert(format!("{a}{b}"));
            all.extend(THIRD.chars().map(|c| format!("{a}{b}{c}")));
            all.insert(format!("w{a}{b}w"));
        }
    }
    for edge in ('\0'..' ').chain(EDGES.iter().copied()) {
        for text in ["*", "a*", "*a", "a*b", "*\n", "a\n*\n", "a*b\nc\n", "a\n*c", "é*", "1*", "-*", "a **"] {
            all.insert(text.replace('*', &edge.to_string()));
        }
    }
}

fn lines(all: &mut BTreeSet<String>) {
    for first in LINES {
        for second in LINES {
            all.insert(format!("{first}\n{second}"));
            all.insert(format!("{first}\n{second}\n\n\n"));
            all.extend(LINES.iter().map(|third| format!("{first}\n{second}\n{third}")));
        }
    }
}

fn long(all: &mut BTreeSet<String>) {
    for &len in LENGTHS {
        for unit in ["x", "1", "-", "\"", "\\", "\u{1}", "é", "日", "😀", "w ", "a: ", "a #", "line\n"] {
            let text = unit.repeat(len.div_ceil(unit.len()));
            all.insert(text.trim_end().to_owned());
            all.insert(format!("{text}\n"));
            all.insert(text);
        }
    }
}
