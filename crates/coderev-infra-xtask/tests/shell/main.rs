//! The shell as people run it: the example `tiny` in processes of its own, in temporary folders.
mod arguments;
mod beginning;
mod checking;
mod completing;
mod failing;
mod foreign;
mod killed;
mod leaving;
mod listing;
mod places;
mod reaching;
mod running;
mod streaming;
mod telling;
mod writing;
