//! Text arguments of setters.

/// A text argument of a setter: a `&str`, a `String`, or any other value that converts to a `String`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a string",
    label = "expected a string",
    note = "this value is a string in Kubernetes: put it in quotes, as in `\"8080\"` or `\"true\"`, or write `.to_string()`"
)]
pub trait Text: Into<String> {}
#[diagnostic::do_not_recommend]
impl<V: Into<String>> Text for V {}

/// The argument of `command` and `args`: an array, a slice or a `Vec` of texts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of strings",
    label = "expected a list, such as `[\"..\"]`",
    note = "pass each argument as a separate item: `.command([\"sh\", \"-c\", \"echo ready\"])`"
)]
pub trait TextList {
    #[doc(hidden)]
    fn texts(self) -> Vec<String>;
}
#[diagnostic::do_not_recommend]
impl<L: IntoIterator<Item = V>, V: Into<String>> TextList for L {
    fn texts(self) -> Vec<String> {
        self.into_iter().map(Into::into).collect()
    }
}
