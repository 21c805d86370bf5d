//! Stories of a server that is killed: the short form of the crash test, and histories that show that its checks can fail.

mod harness;
mod histories;
mod synced;

use harness::{Plan, storm};

use crate::util::in_system;

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    in_system(async {
        let data = tempfile::tempdir().unwrap();
        let program = env!("CARGO_BIN_EXE_turnwheel").into();
        let plan = Plan { program, data: data.path().to_path_buf(), kills: 5, seed: 1 };
        let report = storm(plan, |_| ()).await.unwrap();
        assert!(report.is_clean(), "{}\n{report:#?}", report.complaints.join("\n"));
        assert!(report.kills == 5 && report.acknowledged > 50 && report.reconnects > 20, "{report:#?}");
    });
}
