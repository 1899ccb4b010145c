package power

import (
	"encoding/json"
	"maps"
	"testing"
	"time"
)

func inZone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Skipf("no time zones here, install tzdata: %v", err)
	}
	return zone
}

func TestMeterSplitsAtMidnight(t *testing.T) {
	d := newMetered(t)
	d.start = time.Date(2026, 12, 31, 23, 59, 50, 0, time.UTC)
	d.tell(0, watt(100))
	d.tell(15, watt(100))
	d.want(1500, 0, 0)
	if want := map[Day]Totals{20261231: {Joules: 1000}}; !maps.Equal(d.days, want) || d.Day != 20270101 || d.Today.Joules != 500 {
		t.Errorf("closed %v, %d has %+v", d.days, d.Day, d.Today)
	}
}

// Days end where the zone says, and have the length that they have there.
func TestMeterZone(t *testing.T) {
	for _, test := range []struct {
		zone  string
		start time.Time
		want  map[Day]Totals // at 1 W, of four days
	}{
		{"Europe/Berlin", time.Date(2026, 3, 27, 23, 0, 0, 0, time.UTC), map[Day]Totals{
			20260328: {Joules: 24 * 3600}, 20260329: {Joules: 23 * 3600}, 20260330: {Joules: 24 * 3600},
		}},
		{"Europe/Berlin", time.Date(2026, 10, 23, 22, 0, 0, 0, time.UTC), map[Day]Totals{
			20261024: {Joules: 24 * 3600}, 20261025: {Joules: 25 * 3600}, 20261026: {Joules: 24 * 3600},
		}},
		{"Asia/Kathmandu", time.Date(2026, 10, 23, 18, 15, 0, 0, time.UTC), map[Day]Totals{
			20261024: {Joules: 24 * 3600}, 20261025: {Joules: 24 * 3600}, 20261026: {Joules: 24 * 3600},
		}},
	} {
		for _, kind := range []string{"watts", "counter", "gap"} {
			d := newMetered(t)
			d.zone, d.start = inZone(t, test.zone), test.start
			step := 60.0
			if kind != "watts" {
				step = 4 * 86400
			}
			for at := 0.0; at <= 4*86400; at += step {
				told := watt(1)
				if kind == "counter" {
					told = values{"output_energy_joules_total": at}
				}
				d.tell(at, told)
			}
			d.checkDays()
			for day, want := range test.want {
				got := d.days[day]
				if kind == "gap" {
					got.Joules = got.Gap.Seconds()
				}
				if diff := got.Joules - want.Joules; diff > 1e-3 || diff < -1e-3 {
					t.Errorf("%s from %s, %s: %d has %+v, want %+v", test.zone, test.start, kind, day, got, want)
				}
			}
		}
	}
}

// In some zones clocks change at midnight, so that days begin at one o'clock.
func TestMeterDaysWithoutMidnight(t *testing.T) {
	d := newMetered(t)
	d.zone = inZone(t, "America/Sao_Paulo")
	d.start = time.Date(2018, 11, 2, 12, 0, 0, 0, time.UTC)
	d.tell(0, values{"output_energy_joules_total": 0})
	d.tell(4*86400, values{"output_energy_joules_total": 4 * 86400})
	d.want(4*86400, 0, 0)
	if got := d.days[20181104].Joules; got != 23*3600 {
		t.Errorf("the day had %g s, want 23 h", got)
	}
}

func TestMeterLongAbsence(t *testing.T) {
	d := newMetered(t)
	const decades = 30 * 365 * 86400.0
	d.tell(0, values{"output_energy_joules_total": 0})
	d.tell(decades, values{"output_energy_joules_total": 1e6})
	d.want(1e6, 0, 0)
	if len(d.days) < 390 || len(d.days) > 402 {
		t.Errorf("%d days", len(d.days))
	}
	d = newMetered(t)
	d.tell(0, watt(500))
	d.tell(decades, watt(500))
	d.want(0, longest, 0)
}

// stored is the meter after a restart: times have lost their monotonic reading.
func stored(t *testing.T, m *Meter) {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	*m = Meter{}
	if err := json.Unmarshal(text, m); err != nil {
		t.Fatal(err)
	}
}

// Within a process the wall clock may go where it wants: what is kept has the reading of the monotonic one, and a zone
// must not strip it.
func TestMeterTakesTheMonotonicClock(t *testing.T) {
	now := time.Now()
	if got := elapsed(now, now.Add(15*time.Second)); got != 15*time.Second {
		t.Errorf("15 s are %s", got)
	}
	var m Meter
	m.Observe(&Snapshot{Taken: now, Readings: []Reading{{Power, Place{}, 100}}}, time.FixedZone("", 3600))
	if m.At.String() == m.At.Round(0).String() {
		t.Errorf("%s has lost the reading of the monotonic clock", m.At)
	}
	m.Observe(&Snapshot{Taken: now.Add(20 * time.Second), Readings: []Reading{{Power, Place{}, 100}}}, time.UTC)
	if m.At.String() == m.At.Round(0).String() || m.Born.IsZero() {
		t.Errorf("%s has lost the reading of the monotonic clock", m.At)
	}
	if m.Sum != (Totals{Joules: 2000}) {
		t.Errorf("got %+v", m.Sum)
	}
}

func TestMeterClockSetBackOverARestart(t *testing.T) {
	for name, told := range map[string]func(at float64) values{
		"watts": func(float64) values { return watt(100) },
		"counter": func(at float64) values {
			return values{"output_energy_joules_total": 1e9 + 100*at}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newMetered(t)
			on := func(s *Snapshot) { s.Status.Set(OnBattery) }
			d.tell(0, told(0), on)
			d.tell(15, told(15), on)
			stored(t, &d.Meter)
			d.start = d.start.Add(-9 * time.Hour) // to the day before as well, in this zone
			d.zone = time.FixedZone("", -4*3600)
			d.tell(30, told(30), on)
			d.tell(45, told(45), on)
			d.tell(60, told(60), on)
			want, battery := 4500.0, 45*time.Second
			if name == "counter" {
				want = 6000 // what passed meanwhile is known
			}
			d.want(want, 0, battery)
			if d.Day != 20261120 || len(d.days) != 1 || d.days[20261121].Joules != 1500 {
				t.Errorf("closed %v, now %d", d.days, d.Day)
			}
			d.start = d.start.Add(9 * time.Hour)
			d.tell(70, told(70), on) // forward again: a gap for watts, known for a counter
			if _, twice := d.days[20261120]; !twice || d.Day != 20261121 {
				t.Errorf("closed %v, now %d", d.days, d.Day)
			}
			d.checkDays()
		})
	}
}

func TestMeterRestart(t *testing.T) {
	d := newMetered(t)
	d.tell(0, watt(100))
	stored(t, &d.Meter)
	d.tell(60, watt(100)) // short: bridged
	stored(t, &d.Meter)
	d.tell(660, watt(100)) // long: not
	d.want(6000, 10*time.Minute, 0)
}

func TestMeterAdd(t *testing.T) {
	count := func(v float64) values { return values{"output_energy_joules_total": v} }
	for _, test := range []struct {
		name          string
		before, after map[float64]values
		joules        float64
		gap           time.Duration
	}{
		{"watts, short", map[float64]values{0: watt(100), 30: watt(100)}, map[float64]values{60: watt(100), 75: watt(100)}, 7500, 0},
		{"watts, long", map[float64]values{0: watt(100), 30: watt(100)}, map[float64]values{630: watt(100), 645: watt(100)}, 4500, 10 * time.Minute},
		{"counter", map[float64]values{0: count(1e9), 30: count(1e9 + 3000)}, map[float64]values{7200: count(1e9 + 720000), 7215: count(1e9 + 721500)}, 721500, 0},
		{"counter that was reset", map[float64]values{0: count(1e9 + 7), 30: count(1e9 + 3007)}, map[float64]values{60: count(1000), 75: count(2500)}, 5500, 0},
		{"another source", map[float64]values{0: watt(100), 30: watt(100)}, map[float64]values{60: count(1e9), 75: count(1e9 + 1500)}, 4500, 30 * time.Second},
		{"nothing before", nil, map[float64]values{60: watt(100), 75: watt(100)}, 1500, 0},
		{"nothing after", map[float64]values{0: watt(100), 30: watt(100)}, nil, 3000, 0},
		{"over midnight", map[float64]values{43100: watt(100), 43130: watt(100)}, map[float64]values{43190: watt(100), 43250: watt(100)}, 15000, 0},
		{"over a midnight between", map[float64]values{43100: watt(100), 43130: watt(100)}, map[float64]values{43210: watt(100), 43250: watt(100)}, 15000, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, later := newMetered(t), newMetered(t)
			for at := 0.0; at < 50000; at += 5 {
				if told := test.before[at]; told != nil {
					d.tell(at, told)
				}
				if told := test.after[at]; told != nil {
					later.tell(at, told)
				}
			}
			stored(t, &d.Meter)
			sum := d.Sum
			d.keep(d.Add(&later.Meter))
			for day, closed := range later.days {
				d.keep([]DayTotal{{day, closed}})
			}
			if d.want(test.joules, test.gap, 0); d.Sum.Joules < sum.Joules {
				t.Error("it fell")
			}
			if test.after != nil && (d.Source != later.Source || d.At != later.At || d.Value != later.Value || d.Day != later.Day) {
				t.Errorf("goes on from %+v, want %+v", d.Meter, later.Meter)
			}
			if d.Born.IsZero() {
				t.Error("never born")
			}
			joules := d.Sum.Joules
			if told := test.after[75]; told != nil && told["power_watts"] > 0 { // and it goes on
				d.tell(90, watt(100))
				d.want(joules+1500, test.gap, 0)
			}
		})
	}
}
