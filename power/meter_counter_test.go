package power

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

const kWh = 3.6e6

// The order is that of DerivePower.
func TestMeterSource(t *testing.T) {
	tests := []struct {
		told   values
		source string
		value  float64
	}{
		{values{"output_energy_joules_total": 1}, "output_energy_joules_total", 1},
		{values{"output_energy_joules_total L1": 1, "output_energy_joules_total L2": 2, "output_energy_joules_total L3": 3}, "output_energy_joules_total{L1+L2+L3}", 6},
		{values{"output_energy_joules_total L1": 1, "output_energy_joules_total L2": 2}, "", 0},
		{values{"output_energy_joules_total L2": 2, "output_phases": 1}, "output_energy_joules_total{L2}", 2},
		{values{"output_energy_joules_total L1-L2": 1, "output_energy_joules_total L2-L3": 2, "output_energy_joules_total L3-L1": 4}, "output_energy_joules_total{L1-L2+L2-L3+L3-L1}", 7},
		{values{"outlet_energy_joules_total 0": 4, "outlet_energy_joules_total 1": 9}, "outlet_energy_joules_total{0}", 4},
		{values{"input_energy_joules_total": 5}, "input_energy_joules_total", 5},
		{values{"input_energy_joules_total L1": 5, "input_phases": 1}, "input_energy_joules_total{L1}", 5},
		{values{"input_energy_joules_total /2": 1, "input_energy_joules_total /1": 2, "input_energy_joules_total /bypass": 9}, "input_energy_joules_total{1,2}", 3},
		{values{"input_energy_joules_total L1/2": 1, "input_energy_joules_total L2/2": 1, "input_energy_joules_total /1": 2, "input_energy_joules_total L1/1": 2}, "input_energy_joules_total{1,2 L1+L2}", 4},
		{values{"power_watts": 8}, "power_watts", 8},
		{values{"branch_energy_joules_total 1": 8, "outlet_energy_joules_total 1": 9}, "", 0},
		{values{"output_energy_joules_total": math.NaN(), "input_energy_joules_total": -1, "power_watts": 8}, "power_watts", 8},
	}
	for _, test := range tests {
		d := newMetered(t)
		d.tell(0, test.told)
		if d.Source != test.source || d.Value != test.value {
			t.Errorf("%v: %q %g, want %q %g", test.told, d.Source, d.Value, test.source, test.value)
		}
	}
	all := values{}
	var want []string
	for i, test := range slices.Backward(tests) { // each wins over those after it
		if i == 3 || i == 2 || i == 4 || i == 12 || i == 11 || i == 7 || i == 9 {
			continue
		}
		maps.Copy(all, test.told)
		d := newMetered(t)
		d.tell(0, all)
		if d.Source != test.source {
			t.Errorf("%v: %q, want %q", all, d.Source, test.source)
		}
		want = append(want, d.Source)
	}
	if len(want) != 6 {
		t.Errorf("only %v were compared", want)
	}
}

func TestMeterManyInlets(t *testing.T) {
	d := newMetered(t)
	told := values{}
	for name := range strings.FieldsSeq("1 2 3 4 5 6 7 8") {
		told["input_energy_joules_total /"+name] = 1
	}
	d.tell(0, told)
	if d.Value != 8 {
		t.Errorf("eight inlets: %q %g", d.Source, d.Value)
	}
	told["input_energy_joules_total /9"] = 1
	d = newMetered(t)
	if d.tell(0, told); d.Source != "" {
		t.Errorf("more than there is room for: %q", d.Source)
	}
}

// reading is what a counter tells, and when.
type reading struct{ at, v float64 }

func TestMeterCounter(t *testing.T) {
	watts500 := values{"power_watts": 500}
	tests := []struct {
		name   string
		also   values
		told   []reading
		joules float64
		gap    time.Duration
		events string // begins of their details, with commas
	}{
		{"rises", nil, []reading{{0, 1e9}, {15, 1e9 + 7500}, {30, 1e9 + 9000}}, 9000, 0, ""},
		{"known over a long gap", nil, []reading{{0, 1e9}, {86400, 1e9 + 12*kWh}}, 12 * kWh, 0, ""},
		{"coarse", watts500, []reading{{0, 10 * kWh}, {15, 10 * kWh}, {30, 10.1 * kWh}, {45, 10.1 * kWh}}, 0.1 * kWh, 0, ""},
		{"few digits", nil, []reading{{0, 1e12}, {15, 1e12 - 5e5}, {30, 1e12}, {45, 1e12 + 100}}, 100, 0, ""},
		{"few digits, and no load", nil, []reading{{0, 1e12}, {100, 1e12 - 5e5}, {200, 1e12 - 5e5}, {300, 1e12 - 5e5}, {400, 1e12 - 5e5}, {900, 1e12 - 5e5}}, 0, 0, ""},
		{"jitter below a watt hour", nil, []reading{{0, 5000}, {15, 2000}, {30, 5001}}, 1, 0, ""},
		{"an agent that lags", watts500, []reading{
			{0, 1e7}, {15, 1e7 + 7500}, {16, 1e7 - 1e4}, {30, 1e7 + 15000}, {31, 1e7}, {32, 1e7 + 5000}, {33, 1e7 + 5000}, {45, 1e7 + 22500},
		}, 22500, 0, ""},
		{"zero while it starts", watts500, []reading{{0, 9 * kWh}, {15, 0}, {30, 9*kWh + 15000}}, 15000, 0, ""},
		{"zero while it starts, seen by two", watts500, []reading{{0, 9 * kWh}, {15, 0}, {16, 0}, {30, 9*kWh + 15000}}, 15000, 0, ""},
		{"reset", watts500, []reading{{0, 1444.4 * kWh}, {15, 3000}, {30, 10500}, {45, 18000}}, 18000, 0, "reset from 1444.4 kWh to 0.0 kWh"},
		{"reset over a long gap", watts500, []reading{{0, 1444 * kWh}, {86400, 6 * kWh}, {86415, 6*kWh + 7500}}, 6*kWh + 7500, 0, "reset"},
		{"reset to what cannot be", watts500, []reading{{0, 1444 * kWh}, {15, 300 * kWh}, {30, 300*kWh + 7500}, {45, 300*kWh + 15000}}, 7500, 30 * time.Second, "reset"},
		{"reset, rating known", values{"output_power_nominal_watts": 1000}, []reading{{0, 1e9}, {15, 3000}, {30, 10500}}, 10500, 0, "reset"},
		{"reset, nothing known", nil, []reading{{0, 1e9}, {15, 3000}, {30, 10500}}, 10500, 0, "reset"},
		{"no reset, nothing known", nil, []reading{{0, 1e8}, {15, 3e7}, {30, 3e7 + 5000}}, 0, 30 * time.Second, "reset"},
		{"kept only now and then", watts500, []reading{
			{0, 100 * kWh},
			{60, 95 * kWh},
			{120, 95*kWh + 3e4},
			{180, 95*kWh + 6e4},
			{240, 95*kWh + 9e4},
			{300, 95*kWh + 12e4},
			{360, 95*kWh + 15e4},
			{420, 95*kWh + 18e4},
		}, 18e4, time.Minute, "fell back from 100.0 kWh to 95.0 kWh"},
		{"a reset far from any end", nil, []reading{{0, 1.5e8}, {15, 1e7}, {30, 1e7}}, 1e7, 0, "reset"},
		{"a fall from an end, not to zero", nil, []reading{{0, 2.2e8}, {15, 5e7}, {30, 5e7}}, 0, 30 * time.Second, "reset"},
		{"32 bits of Wh", watts500, []reading{{0, (1<<32 - 2) * 3600}, {30, 1 * 3600}, {45, 3 * 3600}}, 5 * 3600, 0, ""},
		{"31 bits of J", watts500, []reading{{0, 1<<31 - 5000}, {15, 2500}, {30, 10000}}, 15000, 0, ""},
		{"99999.9 kWh", watts500, []reading{{0, 99999.9 * kWh}, {3600, 0.4 * kWh}, {3615, 0.4 * kWh}}, 0.5 * kWh, 0, ""},
		{"just below a roll-over, too much", watts500, []reading{{0, 99900 * kWh}, {15, 0}, {30, 4000}}, 4000, 0, "reset"},
		{"jumps", watts500, []reading{{0, 1e9}, {15, 1e12}, {30, 1e12 + 7500}}, 7500, 15 * time.Second, "jumped from 277.8 kWh to 277777.8 kWh"},
		{"more than it is rated for", values{"output_power_nominal_watts": 1000}, []reading{{0, 1e9}, {86400, 1e9 + 60*kWh}}, 0, 24 * time.Hour, "jumped"},
		{"it tells watts that are more than its rating", values{"output_power_nominal_watts": 1, "power_watts": 2500}, []reading{{0, 1e9}, {86400, 1e9 + 60*kWh}}, 60 * kWh, 0, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newMetered(t)
			for _, r := range test.told {
				told := values{"output_energy_joules_total": r.v}
				maps.Copy(told, test.also)
				d.tell(r.at, told)
			}
			d.checkDays()
			if math.Abs(d.Sum.Joules-test.joules) > 1e-6*max(1, test.joules) || d.Sum.Gap != test.gap {
				t.Errorf("got %g J, gap %s; want %g, %s", d.Sum.Joules, d.Sum.Gap, test.joules, test.gap)
			}
			var details []string
			for _, e := range d.events {
				if e.Kind != EnergyCounterReset || !e.Reported || e.Count != 1 || !e.After.Before(e.Time) {
					t.Errorf("event %+v", e)
				}
				details = append(details, e.Detail)
			}
			if all := strings.Join(details, ","); !strings.HasPrefix(all, test.events) || (all == "") != (test.events == "") {
				t.Errorf("events %q, want %q", all, test.events)
			}
		})
	}
}

// A counter that garbage comes from is not waited for without end.
func TestMeterCounterThatFallsForever(t *testing.T) {
	for by, times := range map[float64]int{0.9999: 1000, 0.99: 1000, 0.9: 200} {
		d := newMetered(t)
		for i := range times {
			d.tell(float64(i)*15, values{"output_energy_joules_total": 1e15 * math.Pow(by, float64(i))})
		}
		if d.Sum.Joules > 0 || len(d.events) < times/100 || d.Sum.Gap.Seconds() < float64(times)*15*0.7 {
			t.Errorf("by %g: %+v, %d events", by, d.Sum, len(d.events))
		}
	}
}

func TestMeterCounterAway(t *testing.T) {
	both := func(counter, watts float64) values {
		return values{"output_energy_joules_total": counter, "power_watts": watts}
	}
	d := newMetered(t)
	d.tell(0, both(1e6, 100))
	for at := 60.0; at <= 600; at += 60 {
		d.tell(at, watt(100))
	}
	d.want(0, 0, 0)
	d.tell(660, both(1e6+66000, 100)) // it covers the time
	d.want(66000, 0, 0)
	for at := 720.0; at <= 720+900; at += 60 {
		d.tell(at, watt(100))
	}
	d.want(66000, 960*time.Second, 0)
	if d.Source != wattsSource {
		t.Fatalf("source %q", d.Source)
	}
	d.tell(1680, watt(100))
	d.tell(1740, both(1e6+200000, 100)) // what the watts covered counts once
	d.tell(1800, both(1e6+206000, 100))
	d.want(66000+12000+6000, 960*time.Second, 0)
	for at := 1860.0; at <= 7200; at += 60 { // nothing else is told: it is waited for
		d.tell(at, values{"battery_charge_ratio": 1})
	}
	d.tell(7260, both(1e6+752000, 100))
	d.want(84000+546000, 960*time.Second, 0)
}

// Another counter is never taken for the one before.
func TestMeterOtherCounter(t *testing.T) {
	d := newMetered(t)
	one, two := values{"input_energy_joules_total /1": 5e6, "input_energy_joules_total /2": 4e6}, values{"input_energy_joules_total /1": 5e6}
	d.tell(0, one)
	d.tell(15, two)
	d.tell(30, one)
	d.want(0, 0, 0)
	for at := 45.0; at <= 45+900; at += 15 {
		d.tell(at, two)
	}
	if d.want(0, 915*time.Second, 0); d.Source != "input_energy_joules_total{1}" || len(d.events) > 0 {
		t.Errorf("source %q, events %v", d.Source, d.events)
	}
	d.tell(960, values{"input_energy_joules_total /1": 5e6 + 1500})
	d.want(1500, 915*time.Second, 0)
}
