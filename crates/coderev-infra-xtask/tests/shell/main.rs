//! The shell as people run it: the example `tiny` in processes of its own, in temporary folders.
mod arguments;
mod checking;
mod failing;
mod foreign;
mod killed;
mod places;
mod reaching;
mod running;
mod streaming;
mod telling;
mod writing;
