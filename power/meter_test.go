package power

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

var errSilent = errors.New("silent")

// A metered device: what is told of it, and what its meter makes of that.
type metered struct {
	*testing.T
	Meter
	zone   *time.Location
	start  time.Time
	days   map[Day]Totals
	events []Event
}

func newMetered(t *testing.T) *metered {
	return &metered{
		T: t, zone: time.UTC, days: map[Day]Totals{},
		start: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC),
	}
}

// tell observes what the device tells so many seconds after the start. "input_energy_joules_total L1/2"
// is of a line of an inlet.
func (d *metered) tell(seconds float64, told values, more ...func(*Snapshot)) {
	d.Helper()
	s := Snapshot{Taken: d.at(seconds)}
	for key, v := range told {
		name, place, _ := strings.Cut(key, " ")
		q, ok := Lookup(name)
		if !ok {
			d.Fatalf("no quantity %q", name)
		}
		line, input, _ := strings.Cut(place, "/")
		s.Readings = append(s.Readings, Reading{q, Place{line, input}, v})
	}
	for _, also := range more {
		also(&s)
	}
	d.observe(&s)
}

func (d *metered) at(seconds float64) time.Time {
	return d.start.Add(time.Duration(math.Round(seconds * 1e9)))
}

// observe holds what must be true whatever is told.
func (d *metered) observe(s *Snapshot) {
	d.Helper()
	before := d.Sum
	days, events := d.Observe(s, d.zone)
	d.keep(days)
	d.events = append(d.events, events...)
	if !(d.Sum.Joules >= before.Joules) || d.Sum.Gap < before.Gap || d.Sum.OnBattery < before.OnBattery ||
		math.IsInf(d.Sum.Joules, 0) {
		d.Fatalf("totals went from %+v to %+v", before, d.Sum)
	}
}

func (d *metered) keep(days []DayTotal) {
	for _, day := range days {
		sum := d.days[day.Day]
		sum.Add(day.Sum)
		d.days[day.Day] = sum
	}
}

// checkDays holds that the days are the whole.
func (d *metered) checkDays() {
	d.Helper()
	all := d.Today
	for _, day := range d.days {
		all.Add(day)
	}
	if math.Abs(all.Joules-d.Sum.Joules) > 1e-9*d.Sum.Joules || all.Gap != d.Sum.Gap || all.OnBattery != d.Sum.OnBattery {
		d.Errorf("the days make %+v, the whole is %+v", all, d.Sum)
	}
}

func (d *metered) want(joules float64, gap, onBattery time.Duration) {
	d.Helper()
	d.checkDays()
	if math.Abs(d.Sum.Joules-joules) > 1e-9*max(joules, 1) || d.Sum.Gap != gap || d.Sum.OnBattery != onBattery {
		d.Errorf("got %+v, want %g J, gap %s, on battery %s", d.Sum, joules, gap, onBattery)
	}
}

func watt(v float64) values { return values{"power_watts": v} }

func TestMeterAddsTheMeanOfBothEnds(t *testing.T) {
	d := newMetered(t)
	d.tell(0, watt(100))
	d.want(0, 0, 0)
	if !d.Born.Equal(d.start) || d.Source != wattsSource || d.Source != Power.Name() {
		t.Errorf("born %s of %q", d.Born, d.Source)
	}
	d.tell(15, watt(300))
	d.tell(30, watt(0))
	d.want(200*15+150*15, 0, 0)
}

func TestMeterWithoutPowerMetersNothing(t *testing.T) {
	d := newMetered(t)
	d.tell(0, values{"battery_charge_ratio": 1, "outlet_energy_joules_total 1": 7, "branch_energy_joules_total 1": 7})
	d.tell(1000, values{"battery_charge_ratio": 1, "outlet_energy_joules_total 1": 9})
	if d.want(0, 0, 0); !d.Born.IsZero() {
		t.Errorf("born %s", d.Born)
	}
}

// What is no sample: silence, data without watts, what comes late, watts that nothing has.
func TestMeterHolds(t *testing.T) {
	silent := func(s *Snapshot) { s.Err = errSilent }
	for name, between := range map[string]func(*metered){
		"silence":       func(d *metered) { d.tell(10, nil, silent) },
		"no watts":      func(d *metered) { d.tell(10, values{"battery_charge_ratio": 1}) },
		"late":          func(d *metered) { d.tell(-20, watt(5000)) },
		"at once":       func(d *metered) { d.tell(0, watt(5000)) },
		"not a number":  func(d *metered) { d.tell(10, watt(math.NaN())) },
		"infinite":      func(d *metered) { d.tell(10, watt(math.Inf(1))) },
		"negative":      func(d *metered) { d.tell(10, watt(-100)) },
		"absurd":        func(d *metered) { d.tell(10, watt(1e300)) },
		"no date":       func(d *metered) { d.tell(10, watt(1), func(s *Snapshot) { s.Taken = time.Time{} }) },
		"partial, same": func(d *metered) { d.tell(10, watt(100), silent) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newMetered(t)
			d.tell(0, watt(100))
			between(d)
			d.tell(20, watt(100))
			d.want(2000, 0, 0)
		})
	}
}

func TestMeterGaps(t *testing.T) {
	const minute, hour = 60, 3600
	for _, test := range []struct {
		name   string
		steps  []float64
		gap    float64 // seconds of the last steps that are one
		joules float64 // at 1 W: seconds
	}{
		{"15 s", []float64{15, 15, 15, 15}, 0, 60},
		{"two minutes are bridged at first", []float64{120}, 0, 120},
		{"more is not", []float64{121}, 121, 0},
		{"failed scrapes", []float64{60, 60, 180, 60}, 0, 360},
		{"every 5 minutes: the first is lost", []float64{300, 300, 300, 600, 300}, 300, 1500},
		{"every 45 minutes", []float64{2700, 2700, 2700}, 2700, 5400},
		{"every 90 minutes is too seldom", []float64{5400, 5400, 5400, 5400}, 21600, 0},
		{"two scrapers, each every 5 minutes", []float64{1, 299, 1, 299, 1, 299, 1, 599, 1, 299}, 299, 1501},
		{"three of them", []float64{2, 3, 295, 2, 3, 295, 2, 3, 295}, 295, 605},
		{"an outage does not make the next one look regular", []float64{
			15, 15, 50 * minute, 15, 15, 15, 15, 50 * minute, 15, 15, 15, 50 * minute, 15,
		}, 150 * minute, 150},
		{"nor a longer one", []float64{15, 15, 20 * minute, 15, 45 * minute, 15}, 65 * minute, 60},
		{"nor a much shorter one", []float64{15, 15, 45 * minute, 15, 20 * minute, 15}, 65 * minute, 60},
		{"nor while it gets slower", []float64{15, 50 * minute, 16, 17, 18, 19, 50 * minute}, 100 * minute, 85},
		{"what was regular is forgotten", []float64{300, 300, 300, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 400}, 700, 780},
		{"hours", []float64{15, 15, 9 * hour, 15, 9 * hour, 15, 9 * hour, 15}, 27 * hour, 75},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newMetered(t)
			now := 0.0
			d.tell(now, watt(1))
			for _, step := range test.steps {
				now += step
				d.tell(now, watt(1))
			}
			d.want(test.joules, time.Duration(test.gap*1e9), 0)
		})
	}
}

func TestMeterSerial(t *testing.T) {
	serial := func(s string) func(*Snapshot) { return func(snap *Snapshot) { snap.Info.Serial = s } }
	d := newMetered(t)
	count := func(at, v float64, s string) { d.tell(at, values{"output_energy_joules_total": v}, serial(s)) }
	count(0, 1e9, "A")
	count(15, 1e9+500, "A")
	count(30, 1e9+900, "") // it is not told each time
	count(45, 3e9, "B")
	count(60, 3e9+100, "B")
	if d.want(1000, 15*time.Second, 0); len(d.events) > 0 {
		t.Errorf("another device is no reset: %+v", d.events)
	}
	count(75, 5000, "C")
	count(90, 5100, "C")
	if d.want(1100, 30*time.Second, 0); len(d.events) > 0 {
		t.Errorf("another device is no reset: %+v", d.events)
	}
	for at := 105.0; at < 200; at += 15 { // read in two ways
		count(at, 5100+at-90, []string{"C", "D"}[int(at/15)%2])
	}
	d.want(1205, 30*time.Second, 0)
	d = newMetered(t)
	d.tell(0, watt(100), serial("A"))
	d.tell(15, watt(100), serial("B")) // what hangs on it goes on
	d.want(1500, 0, 0)
}

func TestMeterOnBattery(t *testing.T) {
	status := func(on bool) func(*Snapshot) {
		return func(s *Snapshot) {
			if s.Status.Deny(OnBattery); on {
				s.Status.Set(OnBattery)
			}
		}
	}
	type step struct {
		at   float64
		on   bool
		told float64 // seconds
	}
	for _, test := range []struct {
		name  string
		steps []step
		want  float64
	}{
		{"never", []step{{0, false, 0}, {15, false, 0}}, 0},
		{"half of the edges", []step{{0, false, 0}, {10, true, 0}, {30, true, 0}, {40, false, 0}}, 5 + 20 + 5},
		{"the device knows since when", []step{{0, false, 0}, {10, true, 2}, {30, true, 22}, {40, false, 0}}, 2 + 20 + 5},
		{"longer than it can be", []step{{0, false, 0}, {10, true, 99}}, 10},
		{"from the first sight", []step{{0, true, 50}, {10, true, 60}}, 10},
		{"nobody looked", []step{{0, true, 0}, {600, true, 600}, {615, true, 615}}, 15},
		{"late and again", []step{{0, true, 0}, {10, true, 0}, {5, false, 0}, {10, false, 0}, {20, true, 0}}, 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newMetered(t)
			for _, s := range test.steps {
				told := values{"battery_charge_ratio": 1}
				if s.told > 0 {
					told["battery_time_on_battery_seconds"] = s.told
				}
				d.tell(s.at, told, status(s.on))
			}
			if d.want(0, 0, time.Duration(test.want*1e9)); !d.Born.IsZero() {
				t.Error("time on battery is no energy")
			}
		})
	}
}

// A device that cannot tell is not on battery, and not off it either.
func TestMeterUnknownStatus(t *testing.T) {
	on := func(s *Snapshot) { s.Status.Set(OnBattery) }
	d := newMetered(t)
	d.tell(0, nil, on)
	d.tell(10, nil)
	d.tell(20, nil, on)
	d.want(0, 0, 20*time.Second)
}
