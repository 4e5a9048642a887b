//! One rule, as its comment says it.

const FORM: &str =
    "  help: a paragraph each: `What it does: finds ..`, `Why it is bad: ..`, and `Instead of .. say ..`";

/// An entry of the manual.
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) severity: String,
    pub(super) does: String,
    pub(super) bad: String,
    pub(super) example: String,
    pub(super) instead: String,
}
impl Rule {
    /// Reads the three paragraphs of `comment`.
    ///
    /// # Errors
    ///
    /// Names the part that is missing.
    pub(super) fn read(name: &str, severity: String, comment: &str) -> Result<Self, String> {
        let part = |start: &str| {
            let mut paragraphs = comment.split("\n\n").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
            paragraphs
                .find_map(|it| it.strip_prefix(start).map(|rest| rest.trim().to_owned()))
                .filter(|it| !it.is_empty())
                .ok_or_else(|| format!("the comment of the rule `{name}` has no `{start}`\n{FORM}"))
        };
        let last = part("Instead of ")?;
        let (example, instead) = last
            .split_once(" say ")
            .ok_or_else(|| format!("the comment of the rule `{name}` does not say what to `say` instead\n{FORM}"))?;
        Ok(Self {
            name: name.to_owned(),
            severity,
            does: part("What it does:")?,
            bad: part("Why it is bad:")?,
            example: example.to_owned(),
            instead: instead.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    const WHOLE: &str = "What it does: finds a.\n\nWhy it is bad: it is\nb.\n\nInstead of `c` say `d`.";

    #[test]
    fn reads_each_part() {
        let rule = Rule::read("a-b", "error".into(), WHOLE).expect("it is whole");
        assert_eq!([&*rule.does, &rule.bad, &rule.example, &rule.instead], ["finds a.", "it is b.", "`c`", "`d`."]);
    }
    #[test]
    fn misses_each_part() {
        for paragraph in WHOLE.split("\n\n") {
            let rule = Rule::read("a-b", "error".into(), &WHOLE.replace(paragraph, ""));
            assert!(rule.is_err_and(|fault| fault.contains("`a-b`")), "{paragraph}");
        }
    }
}
