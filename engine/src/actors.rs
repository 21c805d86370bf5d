//! The thin shells: actors that feed the cores with messages and the clock's time, and do what the cores ask. They decide
//! nothing. Addresses live in [`Routes`], so that a role can be replaced, or moved to another machine, behind everybody's back.

mod alarms;
mod bots;
mod fall;
mod lobby;
mod pulse;
mod recorder;
mod routes;
mod steersman;
mod thinker;
mod worker;

pub use alarms::Alarms;
pub use bots::{BotsActor, ObserveBots};
pub use fall::{Fall, Fallen, Role};
pub use lobby::{FindCode, FindTable, ListTables, LobbyActor, MakeTable, ObserveLobby, Replied};
pub use pulse::{Line, Pulse};
pub use recorder::{AskHistory, ObserveRecorder, RecorderActor, Stands, WhenWritten};
pub use routes::{HubPlace, LobbyDoor, RecorderDoor, Routes};
pub use steersman::SteersmanActor;
pub use thinker::ThinkerActor;
pub use worker::{ObserveWorker, WorkerActor};
