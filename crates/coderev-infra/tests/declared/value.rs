//! A value that a program declares, and the texts that show it in the output.
use crate::world::World;

/// A call of a setter with a value that no other call has.
#[derive(Clone, Copy)]
pub(crate) struct Value {
    /// The part of the world, and the setter.
    pub(crate) name: &'static str,
    /// Texts of the output; `|` separates two forms of one text. Without texts, the value removes something, so the output differs.
    pub(crate) texts: &'static [&'static str],
    pub(crate) declare: fn(&mut World),
}

/// `part.setter => [texts], |it| it.setter(..);` for each value.
macro_rules! values {
    ($($part:ident.$setter:ident => [$($text:expr),*], $change:expr;)*) => {
        vec![$(Value {
            name: concat!(stringify!($part), ".", stringify!($setter)),
            texts: &[$($text),*],
            declare: |world: &mut World| {
                world.touched.insert(stringify!($part));
                let change = $crate::value::same_type(&world.$part, $change);
                let part = world.$part.take().expect("the platform is not complete yet");
                world.$part = Some(change(part));
            },
        },)*]
    };
}
pub(crate) use values;

/// Gives the closure the type of the part.
pub(crate) const fn same_type<T, F: Fn(T) -> T>(_: &Option<T>, change: F) -> F {
    change
}
