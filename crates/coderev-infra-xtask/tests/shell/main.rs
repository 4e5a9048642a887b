//! Tests the shell as a user runs it: the example `tiny` runs in a process of its own, in a temporary folder.
mod arguments;
mod changing;
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
