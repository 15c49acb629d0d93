//! Small fields worked by hand, and rehearsals with planted fillers.

mod field;
mod planted;
mod small;
