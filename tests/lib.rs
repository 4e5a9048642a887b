//! What holds for the whole workspace: the guide row by row, golden folders, refusals.
