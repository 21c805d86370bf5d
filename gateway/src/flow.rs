//! Pressure: how much may be on its way to a client that has not shown it to have arrived. Only what the client itself says
//! counts. A mailbox or a kernel's buffer that still takes a message says nothing about how old the picture is that a slow
//! reader sees.
//!
//! Two bounds, as plain structs that send nothing themselves. A [`Window`] is for the frames of the match that is looked at: it
//! knows acknowledgements of ticks, and leaves frames out. A [`Budget`] is for all bytes of a connection: it knows the answers
//! to the server's own pings, and has no way but to give the connection up.

mod budget;
mod window;

pub(crate) use self::{
    budget::{Budget, Spent},
    window::{Frame, Offered, Window},
};
