//! What players do, and what alarms bring: from a wish to an event, all or nothing.

use title::{Refusal, Seat, Title};

use super::{Effected, Match, MatchEffect, courtesy::Asked, take::Told};
use crate::{
    event::Event,
    limits,
    messages::{Act, Delivered, Doing, Done},
    panics,
    wire::{Cause, Happened, Refused, from_payload, to_payload},
};

impl<T: Title> Match<T> {
    /// A player does something.
    pub fn act(&mut self, act: Act, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        let Act { who, player, command, received_ms, lag_ms, what, .. } = act;
        let answer = |result| {
            let what = Delivered::Answer { command: command.clone(), result };
            MatchEffect::say(vec![who], what, true)
        };
        let Some(seat) = self.seat_of(&player) else { return vec![answer(Err(Refused::NOT_YOUR_MATCH))] };
        if let Some(rev) = self.applied.find(seat, &command) {
            return vec![answer(Ok(Done { rev: Some(rev), table: None }))];
        }
        if let Some(refused) = self.refusals.find(seat, &command) {
            return vec![answer(Err(refused))];
        }
        let received_ms = received_ms.min(now_ms);
        let lag_ms = self.lags.due(seat, lag_ms);
        let others_ms = self.grace_ms(Some(seat));
        // A courtesy takes no time from an action that is on its way: one could bestow them at will.
        let back_ms = if matches!(what, Doing::Action(_)) { lag_ms } else { lag_ms.max(self.grace_ms(None)) };
        // Whatever was due before goes before, though nobody has noticed it yet, unless somebody else may have forestalled it.
        // Of two at the same millisecond the one that is handled first wins.
        let before_ms = self.time.of_receipt(received_ms, back_ms).saturating_sub(1);
        let mut out = self.alarms(before_ms.min(self.time.of_receipt(received_ms, others_ms)));
        let at_ms = self.dated(received_ms, back_ms);
        let asked = Asked { seat, command: command.clone(), at_ms, received_ms };
        let done = match &what {
            Doing::Action(payload) => self.action(asked, lag_ms, payload),
            courtesy => self.ask(asked, courtesy),
        };
        match done {
            Ok(effects) => {
                out.extend(effects);
                out.push(answer(Ok(Done { rev: Some(self.rev), table: None })));
            }
            Err(refused) => {
                if let Doing::Action(payload) = &what
                    && refused == Refused::TITLE_FAILED
                {
                    out.extend(self.poison(seat, payload));
                }
                self.refusals.insert(seat, command.clone(), refused.clone());
                out.push(answer(Err(refused)));
            }
        }
        out
    }

    /// Keeps an action that the title panicked over, for its author.
    fn poison(&mut self, seat: Seat, payload: &[u8]) -> Option<MatchEffect> {
        if self.poisoned >= limits::POISON_KEPT {
            return None;
        }
        self.poisoned += 1;
        let event = Event::Poisoned { seat, action: payload.to_vec(), message: std::mem::take(&mut self.failure) };
        let entry = self.entry(event);
        Some(self.record(entry, false, false))
    }

    fn action(&mut self, asked: Asked, lag_ms: u64, payload: &[u8]) -> Result<Effected, Refused> {
        let Asked { seat, command, at_ms, .. } = asked;
        // Stored is what the title reads, not what was sent: nobody fills a journal with what no title has asked for.
        let read = panics::caught(|| {
            let action = from_payload::<T::Action>(payload).ok()?;
            let stored = to_payload(&action).ok()?.to_vec();
            Some((action, stored))
        });
        let (action, stored) = match read {
            Some(Some(read)) => read,
            Some(None) => return Err(Refused::BAD_ACTION),
            None => return Err(self.title_failed("it panicked over the bytes of an action", payload)),
        };
        if self.time.is_paused() && self.play.outcome().is_none() {
            return Err(Refused::PAUSED);
        }
        let next = self.play.act(at_ms, seat, action).map_err(|refusal| self.refused(refusal, payload))?;
        let kept = self.keep();
        self.offers.acted(seat);
        let event = Event::Action { seat, command: command.clone(), lag_ms, action: stored };
        let told = Told { event, happened: Happened::plain(Cause::Action, Some(seat.0)), holds: true };
        let out = self.take(next, told, kept).map_err(|message| self.title_failed(&message, payload))?;
        self.lags.given(seat, lag_ms);
        self.lags.awaited(self.turn());
        self.applied.insert(seat, command, self.rev);
        Ok(out)
    }

    /// What a player is told when the game says no to `payload`, or to a courtesy without one.
    pub(super) fn refused(&mut self, refusal: Refusal, payload: &[u8]) -> Refused {
        match refusal {
            Refusal::Over => Refused::MATCH_OVER,
            Refusal::NotYourTurn => Refused::NOT_YOUR_TURN,
            Refusal::Rejected(rejection) => Refused::by_rules(&rejection),
            Refusal::Panicked(message) => self.title_failed(&message, payload),
        }
    }

    /// Lets everything happen that is due by the service time `due_ms`, save ticks. That may be before `now_ms`: what was
    /// received between them is still to be handled, and isn't late.
    pub fn due(&mut self, due_ms: u64, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        let due_ms = due_ms.min(now_ms);
        let mut out = self.alarms(self.time.of_receipt(due_ms, self.grace_ms(None)));
        out.extend(self.courtesies_due(due_ms));
        out.extend(self.settled(due_ms));
        out
    }

    /// Lets the title's alarms fire that are due by the match time `by_ms`.
    pub(super) fn alarms(&mut self, by_ms: u64) -> Effected {
        let mut out = Vec::new();
        for _ in 0..limits::ALARMS_IN_A_ROW {
            // While the match's time stands nothing comes due but what was due already; in a pause not even that.
            let by_ms = if self.time.stands() { self.time.now(self.now_ms).min(by_ms) } else { by_ms };
            let Some(fired) = self.play.fire(by_ms).filter(|_| !self.time.is_paused()) else { break };
            let alarm = to_payload(&fired.alarm).map(|bytes| bytes.to_vec()).unwrap_or_default();
            let taken =
                fired.next.map_err(|refusal| format!("alarm {:?}: {refusal:?}", fired.alarm)).and_then(|next| {
                    let (happened, kept) = (Happened::plain(Cause::Alarm, None), self.keep());
                    self.take(next, Told { event: Event::Alarm { alarm }, happened, holds: true }, kept)
                });
            match taken {
                Ok(more) => out.extend(more),
                Err(message) => out.extend(self.fault(message)),
            }
        }
        out
    }
}
