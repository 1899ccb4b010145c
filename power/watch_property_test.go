package power_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// A dice makes snapshots that no device would make, and many that one could.
type dice struct {
	*rand.Rand
	at    time.Time
	exact bool
	wild  bool // the clock is set back, and numbers are absurd
}

func newDice(seed uint64) *dice {
	d := &dice{Rand: rand.New(rand.NewPCG(seed, 4)), at: dawn}
	d.exact, d.wild = d.IntN(2) == 0, d.IntN(4) == 0
	return d
}

func (d *dice) often() bool { return d.IntN(8) > 0 }

func (d *dice) snapshot() *power.Snapshot {
	steps := []time.Duration{0, time.Second, 15 * time.Second, 15 * time.Second, time.Minute, time.Hour, -time.Second}
	if d.wild {
		steps = append(steps, -time.Hour, 2000*time.Hour)
	}
	d.at = d.at.Add(steps[d.IntN(len(steps))] + time.Duration(d.IntN(3)))
	s := &power.Snapshot{Taken: d.at, Device: "d", Status: power.Status{Exact: d.exact}}
	switch d.IntN(12) {
	case 0, 1:
		s.Err = errors.New("no answer")
		return s
	case 2:
		s.Err = errors.New("only a part of an answer")
	case 3:
		s.Err = &power.Failure{Reason: power.Canceled, Err: errors.New("gone")}
	}
	for _, state := range power.AllStates() {
		switch d.IntN(4) {
		case 0:
			s.Status.Set(state)
		case 1, 2:
			s.Status.Deny(state)
		}
	}
	s.Info = power.Info{Serial: []string{"", "A", "A", "A", "B"}[d.IntN(5)], Firmware: []string{"", "1", "2"}[d.IntN(3)]}
	d.readings(s)
	return s
}

func (d *dice) readings(s *power.Snapshot) {
	add := func(q power.Quantity, v float64, place ...string) {
		r := power.Reading{Quantity: q, Value: v}
		copy(r.Place[:], place)
		s.Readings = append(s.Readings, r)
	}
	for _, q := range []power.Quantity{
		power.OutletOn, power.OutletAlarm, power.BranchClosed, power.SensorActive, power.SensorConnected, power.InputGood,
		power.InputsRedundant, power.ModuleOK, power.BatteryConnected, power.InputAlarm, power.SensorAlarm,
	} {
		for place := range 3 {
			if d.often() {
				add(q, float64(d.IntN(2)), strconv.Itoa(place), "kind"[:d.IntN(2)*4])
			}
		}
	}
	for _, q := range []power.Quantity{
		power.BatteryCharge, power.BatteryVoltage, power.BatteryTimeOnBattery, power.BatteryTransfers, power.InputLineBads,
		power.DeviceUptime, power.TestTime, power.Alarms,
	} {
		if !d.often() {
			continue
		}
		v := float64(d.IntN(30))
		if d.wild && d.IntN(3) == 0 {
			v = d.ExpFloat64() * 1e9
		}
		if q == power.TestTime {
			v += float64(d.at.Unix() - int64(d.IntN(90)))
		}
		add(q, v)
	}
	words := []string{"none", "blackout", "self test", "passed", "failed", "in_progress", "1", "2", "Fan 1", "Fan 2", "Hot", ""}
	for _, q := range []power.Quantity{
		power.InputTransferReason, power.TestResult, power.InputSelected, power.AlarmInfo, power.AlarmInfo, power.AlarmInfo,
	} {
		if d.IntN(2) == 0 {
			add(q, 1, words[d.IntN(len(words))])
		}
	}
}

// A referee holds what is true of the events of any sequence of snapshots.
type referee struct {
	open  map[string]bool // begun, by kind and place; false once ended
	known map[string]bool
	seen  bool
}

func (r *referee) judge(s *power.Snapshot, events []power.Event) error {
	most := len(power.AllStates()) + 2*len(s.Readings) + 2*64 + 12
	if len(events) > most {
		return fmt.Errorf("%d events of one snapshot", len(events))
	}
	for i := range events {
		ev := &events[i]
		first := ev.Kind == power.FirstSeen
		if first != !r.seen || first && len(events) > 1 {
			return fmt.Errorf("%s where the device was seen before: %t", ev.Kind, r.seen)
		}
		r.seen = true
		if err := plausible(ev, s.Taken); err != nil {
			return err
		}
		begin, ends := ev.Kind.Begin(), ev.Kind.Begin() != ""
		if !ends {
			begin = ev.Kind
		}
		if begin.End() == "" {
			continue
		}
		thing := string(begin) + "\t" + ev.Place
		if r.known[thing] && r.open[thing] != ends {
			return fmt.Errorf("%s of %q does not alternate", ev.Kind, ev.Place)
		}
		r.known[thing], r.open[thing] = true, !ends
	}
	return nil
}

func plausible(ev *power.Event, now time.Time) error {
	switch {
	case ev.Kind.Meaning() == "":
		return fmt.Errorf("%q is no kind", ev.Kind)
	case ev.Count < 1 || ev.Duration < 0:
		return fmt.Errorf("%s: %d times, %v", ev.Kind, ev.Count, ev.Duration)
	case ev.Time.After(now) || ev.After.After(ev.Time) || ev.Began.After(ev.Time):
		return fmt.Errorf("%s at %v, after %v, began %v, now %v", ev.Kind, ev.Time, ev.After, ev.Began, now)
	case ev.Ends() != (ev.Kind.Begin() != ""):
		return fmt.Errorf("%s ends something: %t", ev.Kind, ev.Ends())
	case len(ev.Place) > power.MaxLabel || len(ev.Detail) > power.MaxLabel:
		return fmt.Errorf("%s: the text is too long", ev.Kind)
	}
	return nil
}

// TestWatchProperties holds for any sequence of snapshots that begins and ends alternate, that nothing happens at first sight, and
// that a watch that was stored in between goes on as if it had not been.
func TestWatchProperties(t *testing.T) {
	games, total := 300, 0
	if n, err := strconv.Atoi(os.Getenv("ARGUS_WATCH_GAMES")); err == nil {
		games = n
	} else if testing.Short() {
		games = 50
	}
	for seed := range games {
		total += play(t, uint64(seed))
		if t.Failed() {
			return
		}
	}
	t.Logf("%d events", total)
	if total < 50*games {
		t.Errorf("only %d events: nothing was tested", total)
	}
}

func play(t *testing.T, seed uint64) (total int) {
	t.Helper()
	d := newDice(seed)
	through, again := new(power.Watch), new(power.Watch)
	r := referee{open: map[string]bool{}, known: map[string]bool{}}
	for turn := range 20 {
		s := d.snapshot()
		view := []string{"a", "a", "a", "a", "b"}[d.IntN(5)]
		events := through.Observe(s, view)
		if err := r.judge(s, events); err != nil {
			t.Errorf("game %d, turn %d: %v", seed, turn, err)
			return total
		}
		want := tellAll(events, s.Taken)
		if got := tellAll(again.Observe(s, view), s.Taken); got != want {
			t.Errorf("game %d, turn %d: what was stored tells\n%s, and else\n%s", seed, turn, got, want)
			return total
		}
		total += len(events)
		if d.IntN(4) == 0 {
			again = reload(t, again)
		}
	}
	one, err := through.MarshalJSON()
	other, also := again.MarshalJSON()
	if err != nil || also != nil || !bytes.Equal(one, other) {
		t.Errorf("game %d: %v %v\n%s\n%s", seed, err, also, one, other)
	}
	return total
}

// FuzzWatchStored holds that nothing that is stored makes the watch fail, or grow beyond its bounds.
func FuzzWatchStored(f *testing.F) {
	w := new(power.Watch)
	d := newDice(1)
	for range 20 {
		w.Observe(d.snapshot(), "a")
	}
	text, err := w.MarshalJSON()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, uint64(1))
	f.Add([]byte(`{"good":"2026-11-21T06:00:00Z","states":{"nonsense":{},"eco":{"since":"2030-01-01T00:00:00Z"}},`+
		`"flags":{"outlet_on":{"1\t2\t3\t4":{}},"nonsense":{"1":{}}},"alarms":[{"place":"a"},{"place":"a","now":"b"}],"silent":-3,`+
		`"marks":{"uncounted":-9,"reason":"x"},"later":[1]}`), uint64(2))
	f.Add([]byte(`{"good":"9999-12-31T23:59:59Z","observed":"0000-01-01T00:00:00Z","battery":{"charge":1e308,"for":-1e308}}`), uint64(3))
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		w := new(power.Watch)
		if w.UnmarshalJSON(text) != nil {
			return
		}
		d := newDice(seed)
		for range 8 {
			s := d.snapshot()
			for _, ev := range w.Observe(s, "a") {
				if err := plausible(&ev, s.Taken); err != nil {
					t.Error(err)
				}
			}
			w.Kinds()
			w = reload(t, w)
		}
	})
}
