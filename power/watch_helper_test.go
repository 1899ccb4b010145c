package power_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

var dawn = time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)

// A look is a snapshot as a test writes it, and what it should reveal.
type look struct {
	at    float64 // seconds since dawn
	on    string  // states that hold
	off   string  // states that are denied
	says  string  // readings: "outlet_on{3} 0; alarm_info{Fan}"
	err   power.Reason
	info  power.Info
	view  string
	exact bool

	want string // events, as tell writes them
}

func (l look) snapshot(t testing.TB) *power.Snapshot {
	t.Helper()
	s := &power.Snapshot{
		Taken: dawn.Add(time.Duration(l.at * float64(time.Second))), Device: "d", Info: l.info,
		Readings: readings(t, l.says),
	}
	s.Status.Set(states(t, l.on)...)
	s.Status.Deny(states(t, l.off)...)
	s.Status.Exact = l.exact
	if l.err != "" {
		s.Err = &power.Failure{Reason: l.err, Err: errors.New("no answer")}
	}
	return s
}

func states(t testing.TB, names string) (list []power.State) {
	t.Helper()
	for name := range strings.FieldsSeq(names) {
		state, ok := power.LookupState(name)
		if !ok {
			t.Fatalf("no state %q", name)
		}
		list = append(list, state)
	}
	return list
}

func readings(t testing.TB, text string) (list []power.Reading) {
	t.Helper()
	for part := range strings.SplitSeq(text, "; ") {
		if part == "" {
			continue
		}
		name, rest, labeled := strings.Cut(part, "{")
		r := power.Reading{Value: 1}
		if labeled {
			var labels string
			labels, rest, _ = strings.Cut(rest, "}")
			copy(r.Place[:], strings.Split(labels, ","))
		} else {
			name, rest, _ = strings.Cut(part, " ")
		}
		q, ok := power.Lookup(name)
		if !ok {
			t.Fatalf("no quantity %q", name)
		}
		r.Quantity = q
		if rest = strings.TrimSpace(rest); rest != "" {
			v, err := strconv.ParseFloat(rest, 64)
			if err != nil {
				t.Fatal(err)
			}
			r.Value = v
		}
		list = append(list, r)
	}
	return list
}

// tell writes an event: its kind, place and detail, R if it is reported, how many if that is not one, how long ago
// it was, how long it lasted, and the lowest values.
func tell(ev *power.Event, now time.Time) string {
	var b strings.Builder
	b.WriteString(string(ev.Kind))
	if ev.Place != "" {
		fmt.Fprintf(&b, " @%s", ev.Place)
	}
	if ev.Detail != "" {
		fmt.Fprintf(&b, " (%s)", ev.Detail)
	}
	if ev.Reported {
		b.WriteString(" R")
	}
	if ev.Count != 1 {
		fmt.Fprintf(&b, " x%d", ev.Count)
	}
	if ago := now.Sub(ev.Time); ago != 0 {
		fmt.Fprintf(&b, " -%v", ago)
	}
	if ev.Ends() {
		fmt.Fprintf(&b, " for %v", ev.Duration)
	}
	if ev.LowestCharge != nil {
		fmt.Fprintf(&b, " %g", *ev.LowestCharge)
	}
	if ev.LowestVoltage != nil {
		fmt.Fprintf(&b, " %gV", *ev.LowestVoltage)
	}
	return b.String()
}

func tellAll(list []power.Event, now time.Time) string {
	var texts []string
	for i := range list {
		texts = append(texts, tell(&list[i], now))
	}
	return strings.Join(texts, "; ")
}

// reload stores a watch and takes it up again.
func reload(t testing.TB, w *power.Watch) *power.Watch {
	t.Helper()
	text, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	again := new(power.Watch)
	if err := json.Unmarshal(text, again); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return again
}

// follow shows a watch what a table says, stored and taken up again between any two or not.
func follow(t *testing.T, looks []look) {
	t.Helper()
	for _, stored := range []bool{false, true} {
		w := new(power.Watch)
		for i, l := range looks {
			s := l.snapshot(t)
			if got := tellAll(w.Observe(s, l.view), s.Taken); got != l.want {
				t.Errorf("look %d at %gs (stored %t):\n got %s\nwant %s", i, l.at, stored, got, l.want)
			}
			if stored {
				w = reload(t, w)
			}
		}
	}
}
