//! Time moved by hand: the actor goes from one planned moment to the next, and at each waits for everybody it told.
//!
//! Tests only; with a real clock every request is refused.

use actix::{Handler, ResponseFuture};
use tokio::sync::oneshot;

use super::TimerActor;
use crate::due::Micros;
use crate::messages::Advance;
use crate::timer::AdvanceRefusal;

/// An advance that has not arrived.
pub(super) struct Advancing {
    target_us: Micros,
    arrived: oneshot::Sender<()>,
}

impl TimerActor {
    /// Goes as far as it can: to the target, or to a moment that somebody has to handle first. Whoever handled
    /// something calls it again.
    pub(super) fn step_by_hand(&mut self) {
        while let Some(advancing) = &self.advancing
            && self.schedule.in_flight() == 0
        {
            let target_us = advancing.target_us;
            match self.schedule.next_wake().filter(|next_us| *next_us <= target_us) {
                Some(next_us) => {
                    self.clock.advance_to(next_us);
                    let deliveries = self.schedule.beat(self.clock.now_us());
                    self.carry(deliveries);
                }
                None => {
                    self.clock.advance_to(target_us);
                    if let Some(advancing) = self.advancing.take() {
                        // Whoever asked may have stopped waiting; time has moved all the same.
                        let _ = advancing.arrived.send(());
                    }
                }
            }
        }
    }
}

impl Handler<Advance> for TimerActor {
    type Result = ResponseFuture<Result<(), AdvanceRefusal>>;

    fn handle(&mut self, Advance { by_us }: Advance, _: &mut Self::Context) -> Self::Result {
        if !self.clock.is_by_hand() {
            return Box::pin(async { Err(AdvanceRefusal::RealClock) });
        }
        if self.advancing.is_some() {
            return Box::pin(async { Err(AdvanceRefusal::Busy) });
        }
        let (arrived, arrival) = oneshot::channel();
        self.advancing = Some(Advancing { target_us: self.clock.now_us().saturating_add(by_us), arrived });
        self.step_by_hand();
        Box::pin(async { arrival.await.map_err(|_| AdvanceRefusal::Stopped) })
    }
}
