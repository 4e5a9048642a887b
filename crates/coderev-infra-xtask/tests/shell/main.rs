//! The shell as people run it: the example `tiny` in processes of its own, in temporary folders.
mod arguments;
mod checking;
mod completing;
mod failing;
mod findings;
mod foreign;
mod init;
mod json;
mod killed;
mod listing;
mod output_dir;
mod reaching;
mod running;
mod stale_output;
mod streaming;
mod writing;
