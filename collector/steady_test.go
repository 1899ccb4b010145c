package collector

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// A follower is what a Tracker and a store do with the reads of one target, without either.
type follower struct {
	t       *testing.T
	known   []power.Snapshot
	watches map[string]*power.Watch
	meters  map[string]*power.Meter
}

func follow(t *testing.T) *follower {
	t.Helper()
	return &follower{t: t, watches: map[string]*power.Watch{}, meters: map[string]*power.Meter{}}
}

// shows returns what a read reveals, one text for each event, but for those of the kinds that are excused.
func (f *follower) shows(fresh []power.Snapshot, excused ...power.EventKind) (told []string) {
	fresh, f.known = complete(distinct(fresh), f.known)
	for i := range fresh {
		s := &fresh[i]
		w, m := f.watches[s.Device], f.meters[s.Device]
		if w == nil {
			w, m = new(power.Watch), new(power.Meter)
			f.watches[s.Device], f.meters[s.Device] = w, m
		}
		_, resets := m.Observe(s, time.UTC)
		for _, e := range append(w.Observe(s, "module"), resets...) {
			if !slices.Contains(excused, e.Kind) {
				told = append(told, strings.TrimSpace(fmt.Sprintf("%s %s %s(%s)x%d", s.Device, e.Kind, e.Place, e.Detail, e.Count)))
			}
		}
	}
	return told
}

// lost is a read that found nothing.
func (f *follower) lost(at time.Time, why power.Reason) []string {
	var list []power.Snapshot
	for _, k := range f.known {
		list = append(list, power.Snapshot{Taken: at, Device: k.Device, Err: &power.Failure{Reason: why, Err: errors.New("test")}})
	}
	return f.shows(list)
}

// reload stores all watches and takes them up again, as a restart does.
func (f *follower) reload() {
	f.known = nil
	for device, w := range f.watches {
		text, err := json.Marshal(w)
		if err != nil {
			f.t.Fatal(err)
		}
		again := new(power.Watch)
		if err := json.Unmarshal(text, again); err != nil {
			f.t.Fatal(err)
		}
		f.watches[device] = again
	}
}

// firsts says whether nothing happened but that so many devices are new.
func firsts(told []string, devices int) bool {
	return len(told) == devices && !slices.ContainsFunc(told, func(s string) bool { return !strings.Contains(s, " first_seen ") })
}

// steadily reads a device that does not change, with what befalls every device in between: one read
// that finds nothing, a restart.
func (f *follower) steadily(name string, read func(at time.Time) []power.Snapshot) {
	at := moment
	step := func() time.Time { at = at.Add(15 * time.Second); return at }
	first := read(step())
	if len(first) == 0 {
		return
	}
	for i := range first {
		if len(first[i].Readings) == 0 {
			return
		}
	}
	if told := f.shows(first); !firsts(told, len(first)) {
		f.t.Errorf("%s: at first %q", name, told)
	}
	for turn := range 12 {
		switch turn {
		case 3, 7:
			if told := f.lost(step(), []power.Reason{power.Stale, power.Timeout}[turn/4]); told != nil {
				f.t.Errorf("%s: after one silent read %q", name, told)
			}
		case 5, 9:
			f.reload()
		}
		if told := f.shows(read(step())); told != nil {
			f.t.Errorf("%s: turn %d: %q", name, turn, told)
			return
		}
	}
	f.metered(name, first, at.Sub(first[0].Taken))
}

// metered checks what was added up of a device that does not change.
func (f *follower) metered(name string, first []power.Snapshot, span time.Duration) {
	for i := range first {
		s := &first[i]
		m := f.meters[s.Device]
		sum := m.Sum
		if math.IsNaN(sum.Joules) || math.IsInf(sum.Joules, 0) || sum.Joules < 0 || sum.Gap != 0 || sum.OnBattery > span {
			f.t.Errorf("%s %s: totals %v", name, s.Device, sum)
		}
		want := 0.0
		if m.Source == "power_watts" {
			watts, _ := s.Find(power.Power)
			want = watts * span.Seconds()
		}
		if math.Abs(sum.Joules-want) > want/100 {
			f.t.Errorf("%s %s: %g J of %s in %v, want %g", name, s.Device, sum.Joules, m.Source, span, want)
		}
	}
}

// TestDumpsSteady holds that a real device that does not change has no events.
func TestDumpsSteady(t *testing.T) {
	m, _ := parse(t, anyPort).Module("nut")
	for _, d := range dumps(t) {
		read := func(at time.Time) []power.Snapshot { return dumped(m.NUT(), d, at) }
		follow(t).steadily(d.Description, read)
	}
}

// dumped is what Argus reads of a dump.
func dumped(m *nut.Module, d nuttest.Device, at time.Time, without ...string) []power.Snapshot {
	var vars []nut.Var
	for _, name := range slices.Sorted(maps.Keys(d.Vars)) {
		if !slices.ContainsFunc(without, func(s string) bool { return strings.HasPrefix(name, s) }) {
			vars = append(vars, nut.Var{Name: name, Value: d.Vars[name]})
		}
	}
	return m.Snapshots(nut.Device{UPS: nut.UPS{Name: d.Name, Description: d.Description}, Vars: vars}, at, nil)
}

// TestDumpsInPart holds the same of one that does not tell a part of it in one read and does in the next,
// as drivers do that are starting. Serial numbers are left out: collectors have redacted them in one of two places.
func TestDumpsInPart(t *testing.T) {
	m, _ := parse(t, anyPort).Module("nut")
	for _, d := range dumps(t) {
		f, at := follow(t), moment
		read := func(without ...string) []string {
			at = at.Add(15 * time.Second)
			return f.shows(dumped(m.NUT(), d, at, without...), power.FirstSeen, power.SerialChanged)
		}
		told := append(read(), read()...)
		for _, group := range []string{
			"battery.", "input.", "output.", "outlet.", "ambient.", "device.", "ups.serial", "ups.firmware", "driver.",
			"ups.power", "ups.load", "ups.realpower", "ups.test.date",
		} {
			told = append(append(told, read(group)...), read()...)
		}
		if told = append(append(told, read("ups.status", "ups.alarm", "ups.test")...), read()...); told != nil {
			t.Errorf("%s: %q", d.Description, told)
		}
	}
}

// TestRecordingsSteady holds the same over SNMP.
func TestRecordingsSteady(t *testing.T) {
	m, _ := parse(t, anyPort).Module("snmp")
	for _, r := range snmptest.Recordings(t) {
		at := moment
		source := snmp.Source{Set: m.SNMP(), Recording: r.Tree.Varbinds(), Now: func() time.Time { return at }}
		follow(t).steadily(r.Name, func(now time.Time) []power.Snapshot {
			at = now
			list, err := source.Read(t.Context())
			if err != nil && power.ReasonOf(err) != power.UnknownDevice {
				t.Error(err)
			}
			return list
		})
	}
}
