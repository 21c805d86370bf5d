//! Tests of the window, beside a client that reads from a list at its own pace and knows nothing of windows.

use proptest::{collection::vec, prelude::*};

use super::*;

const HZ: u32 = 60;

fn frame(tick: u64) -> Frame {
    Frame { tick, hz: HZ, delta: false, message: Bytes::from(tick.to_be_bytes().to_vec()) }
}

fn change(tick: u64) -> Frame {
    Frame { delta: true, ..frame(tick) }
}

fn tick_of(offered: &Offered) -> Option<u64> {
    match offered {
        Offered::Send(message) => Some(u64::from_be_bytes(message[..].try_into().unwrap())),
        Offered::Nothing | Offered::Resync => None,
    }
}

fn shown(tick: u64) -> Window {
    let mut window = Window::default();
    window.shown(Some(tick));
    window
}

#[test]
fn so_many_frames_and_no_more_and_then_the_newest() {
    let mut window = shown(0);
    let most = frames_unseen(HZ, 0) as u64;
    let sent: Vec<u64> = (1..=most + 5).filter_map(|tick| tick_of(&window.offer(frame(tick), 0))).collect();
    assert_eq!(sent, (1..=most).collect::<Vec<_>>());
    assert_eq!(window.take_skipped(), 4);
    assert_eq!(tick_of(&window.seen(5, 0)), Some(most + 5));
    assert_eq!(window.seen(5, 0), Offered::Nothing, "once");
    let more = (most + 6..=most + 11).filter_map(|tick| tick_of(&window.offer(frame(tick), 0)));
    assert_eq!(more.collect::<Vec<_>>(), (most + 6..=most + 9).collect::<Vec<_>>(), "there was room for five");
}

/// How old what a client sees is that reads a frame every so many ticks, in the long run.
fn age_at(ticks_per_frame: u64) -> u64 {
    let (mut window, mut client) = (shown(0), Client::default());
    let mut wire = VecDeque::new();
    let mut oldest = 0;
    for tick in 1..=6_000 {
        wire.extend(tick_of(&window.offer(frame(tick), 0)));
        if tick % ticks_per_frame == 0
            && let Some(sent) = wire.pop_front()
        {
            if tick > 3_000 {
                oldest = oldest.max(tick - sent);
            }
            if let Some(told) = client.read(Read::Frame(sent), false) {
                wire.extend(tick_of(&window.seen(told, 0)));
            }
        }
    }
    oldest
}

#[test]
fn what_a_slow_reader_sees_is_not_a_window_of_its_own_slowness_old() {
    assert_eq!(age_at(1), 0);
    let most = frames_unseen(HZ, 0) as u64;
    for ticks_per_frame in [2, 3, 6, 10] {
        let age = age_at(ticks_per_frame);
        // The window's time, and what the client reads before it tells: not the window at the client's pace, which is most
        // frames long.
        let bound = most + (FRAMES_UNTOLD as u64 + 1) * ticks_per_frame;
        assert!(age <= bound, "{age} ticks at {ticks_per_frame} a frame");
    }
}

#[test]
fn a_window_that_was_narrowed_widens_again() {
    let mut window = shown(0);
    let most = frames_unseen(HZ, 0) as u64;
    (1..=3 * most).for_each(|tick| _ = window.offer(frame(tick), 0));
    // Everything stood still for a while, and is acknowledged one by one.
    (1..=most).for_each(|tick| _ = window.seen(tick, 0));
    let mut tick = 3 * most;
    for _ in 0..2 * most {
        tick += 1;
        window.offer(frame(tick), 0);
        window.seen(tick, 0);
    }
    window.take_skipped();
    let sent = (tick + 1..=tick + 2 * most).filter_map(|tick| tick_of(&window.offer(frame(tick), 0))).count() as u64;
    assert_eq!(sent, most);
}

#[test]
fn the_window_is_as_long_as_the_way_and_has_an_end() {
    let slack = FRAME_SLACK_MS as usize;
    assert_eq!(frames_unseen(60, 0), (slack * 60).div_ceil(1000) + FRAMES_UNTOLD - 1);
    assert_eq!(frames_unseen(60, 100), ((slack + 100) * 60).div_ceil(1000) + FRAMES_UNTOLD - 1);
    assert!(
        (1..=10).all(|hz| frames_unseen(hz, 0) >= FRAMES_UNTOLD),
        "whoever gathers what it tells is not left waiting"
    );
    assert_eq!([1_000, 60_000, u64::MAX].map(|ms| frames_unseen(60, ms)), [FRAMES_UNSEEN_MAX; 3]);
}

#[test]
fn who_missed_changes_is_shown_all_when_they_have_caught_up() {
    let mut window = shown(0);
    let most = frames_unseen(HZ, 0) as u64;
    (1..=most + 9).for_each(|tick| _ = window.offer(change(tick), 0));
    let nearly = most - FRAMES_UNTOLD as u64;
    assert_eq!(window.seen(nearly, 0), Offered::Nothing, "a whole view would come on top of what is still unread");
    assert_eq!(window.seen(nearly + 1, 0), Offered::Resync);
    assert_eq!(window.offer(change(most + 10), 0), Offered::Nothing);
    window.shown(Some(most + 10));
    assert_eq!(tick_of(&window.offer(change(most + 11), 0)), Some(most + 11));
    assert_eq!(window.take_skipped(), 10);
}

#[test]
fn one_change_that_waited_needs_no_whole_view() {
    let mut window = shown(0);
    let most = frames_unseen(HZ, 0) as u64;
    (1..=most + 1).for_each(|tick| _ = window.offer(change(tick), 0));
    assert_eq!(tick_of(&window.seen(1, 0)), Some(most + 1));
    assert_eq!(window.take_skipped(), 0);
}

#[test]
fn who_tells_nothing_gets_on_by_answering_pings() {
    let mut window = shown(0);
    let most = frames_unseen(HZ, 0) as u64;
    (1..=most).for_each(|tick| _ = window.offer(frame(tick), 0));
    window.pinged(1);
    (most + 1..=most + 9).for_each(|tick| _ = window.offer(frame(tick), 0));
    window.pinged(2);
    assert_eq!(window.ponged(0, 0), Offered::Nothing, "the answer to an earlier one");
    assert_eq!(tick_of(&window.ponged(1, 0)), Some(most + 9));
    assert_eq!(window.ponged(1, 0), Offered::Nothing);
}

#[test]
fn an_update_takes_the_place_of_the_frame_that_waits() {
    let mut window = shown(0);
    let most = frames_unseen(HZ, 0) as u64;
    (1..=most + 3).for_each(|tick| _ = window.offer(frame(tick), 0));
    window.shown(Some(most + 4));
    assert_eq!(window.seen(most, 0), Offered::Nothing);
    assert_eq!(window.take_skipped(), 3, "each of those that never went out");
    assert_eq!(tick_of(&window.offer(frame(most + 5), 0)), Some(most + 5));
}

#[test]
fn ticks_that_were_lost_hold_nothing_back() {
    let mut window = shown(100);
    (101..=200).for_each(|tick| _ = window.offer(frame(tick), 0));
    window.take_skipped();
    // The match was read again from its journal, which is a little behind.
    window.shown(Some(110));
    assert_eq!(window.take_skipped(), 1);
    assert_eq!(tick_of(&window.offer(frame(111), 0)), Some(111));
}

#[test]
fn a_word_of_what_was_never_sent_only_empties_the_window() {
    let mut window = shown(0);
    assert_eq!(window.seen(u64::MAX, u64::MAX), Offered::Nothing);
    let most = frames_unseen(HZ, u64::MAX) as u64;
    let sent = (1..=2 * most).filter_map(|tick| tick_of(&window.offer(frame(tick), u64::MAX))).count() as u64;
    assert_eq!(sent, most);
}

proptest! {
    /// A client that reads now and then, and tells every third frame, beside a match that never waits: what is on its way is
    /// bounded, comes in order, every frame it misses is counted, and it ends with the newest.
    #[test]
    fn a_slow_reader_gets_the_newest_in_order(
        reads in vec(0usize..4, 1..300),
        round_trip_ms in 0u64..600,
        delta in any::<bool>(),
        answered_after in 0usize..5,
    ) {
        let mut window = shown(0);
        let most = frames_unseen(HZ, round_trip_ms);
        let mut wire: VecDeque<Read> = VecDeque::new();
        let mut client = Client::default();
        let mut asked: Option<usize> = None;
        let mut pass = |window: &mut Window, wire: &mut VecDeque<Read>, offered: Offered, tick: u64| {
            if let Some(tick) = tick_of(&offered) {
                wire.push_back(Read::Frame(tick));
            }
            if offered == Offered::Resync {
                asked = Some(answered_after);
            }
            if asked.take_if(|left| *left == 0).is_some() {
                window.shown(Some(tick));
                wire.push_back(Read::View(tick));
            }
            asked = asked.map(|left| left - 1);
        };
        let ticks = reads.len() as u64;
        // At the end the match stands still but for the frames of a calm moment, in which the client reads all there is.
        let calm = std::iter::repeat_n(usize::MAX, 12);
        for (tick, reads) in (1..).zip(reads.into_iter().chain(calm)) {
            let frame = if delta { change(tick) } else { frame(tick) };
            let offered = window.offer(frame, round_trip_ms);
            pass(&mut window, &mut wire, offered, tick);
            let frames = wire.iter().filter(|sent| matches!(sent, Read::Frame(_))).count();
            prop_assert!(frames <= most && wire.len() <= most + 2, "{wire:?}");
            for _ in 0..reads {
                let Some(sent) = wire.pop_front() else { break };
                if let Some(told) = client.read(sent, delta) {
                    let offered = window.seen(told, round_trip_ms);
                    pass(&mut window, &mut wire, offered, tick);
                }
            }
        }
        prop_assert_eq!(client.newest, ticks + 12);
        if delta {
            // Some ticks of those are told by a whole view.
            prop_assert!(window.take_skipped() >= client.missed);
        } else {
            prop_assert_eq!((window.take_skipped(), client.frames), (client.missed, ticks + 12 - client.missed));
        }
    }
}

#[derive(Debug)]
enum Read {
    Frame(u64),
    View(u64),
}

#[derive(Default)]
struct Client {
    newest: u64,
    frames: u64,
    missed: u64,
    untold: usize,
}

impl Client {
    /// Reads one thing; tells what it has seen, now and then.
    fn read(&mut self, sent: Read, delta: bool) -> Option<u64> {
        match sent {
            Read::View(tick) => {
                assert!(tick >= self.newest);
                self.missed += tick - self.newest;
                self.newest = tick;
                None
            }
            Read::Frame(tick) => {
                assert!(tick > self.newest && (!delta || tick == self.newest + 1), "{tick} after {}", self.newest);
                self.missed += tick - self.newest - 1;
                self.newest = tick;
                self.frames += 1;
                self.untold = (self.untold + 1) % FRAMES_UNTOLD;
                (self.untold == 0).then_some(tick)
            }
        }
    }
}
