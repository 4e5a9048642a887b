//! Text for stdout and stderr. A closed pipe never ends a task.
//!
//! Names of a program or of foreign manifests may have control characters, which a terminal would execute. They are
//! shown as escapes.
use crate::error::CliError;
use std::borrow::Cow;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Prints to stdout. A closed pipe, as with `| head`, is not a failure.
pub(crate) fn print(text: &str) -> Result<ExitCode, CliError> {
    print_all([lines(text)])
}

/// Prints manifests to stdout, each part when it is made. After a closed pipe no more are made. The writer of YAML has
/// already escaped control characters.
pub(crate) fn print_all(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Result<ExitCode, CliError> {
    let mut stdout = std::io::stdout().lock();
    let mut texts = texts.into_iter();
    let written = texts.try_for_each(|text| stdout.write_all(text.as_ref().as_bytes()));
    match written.and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(CliError::io("write to", "stdout", error).with_help("redirect it to a disk with free space"))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Prints to stderr. A failure is ignored: a full log must not stop a task.
pub(crate) fn notify(text: &str) {
    notify_styled(&lines(text));
}

/// Prints to stderr a text that has colours. Its parts were made [`visible`].
pub(crate) fn notify_styled(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// The text on one line, with an escape such as `\u{1b}` for each control character.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, is_control)
}

/// The same for a text of several lines: line breaks and tabs stay.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_control(c) && !matches!(c, '\n' | '\t'))
}

/// Control characters, line separators, and characters that change the direction of text: they change how the text
/// around them is shown.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if is_hidden(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::{lines, visible};

    #[test]
    fn control_characters_are_shown_as_escapes() {
        assert_eq!(visible("a\u{1b}[2Jb\r\n\u{9b}\u{7f}"), "a\\u{1b}[2Jb\\r\\n\\u{9b}\\u{7f}");
        assert_eq!(lines("a\n\tb\u{202e}c\u{7}"), "a\n\tb\\u{202e}c\\u{7}");
        assert_eq!(visible("größer 😀"), "größer 😀");
    }
}
