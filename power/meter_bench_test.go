package power

import (
	"testing"
	"time"
)

// An ordinary snapshot of a UPS, and of a rack PDU with many outlets: nothing is allocated.
func BenchmarkMeter(b *testing.B) {
	for name, outlets := range map[string]int{"ups": 0, "pdu": 48} {
		for _, counter := range []bool{false, true} {
			kind := name + "/watts"
			if counter {
				kind = name + "/counter"
			}
			b.Run(kind, func(b *testing.B) { benchmarkMeter(b, outlets, counter) })
		}
	}
}

func benchmarkMeter(b *testing.B, outlets int, counter bool) {
	s := Snapshot{Taken: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}
	s.Status.Deny(OnBattery)
	s.Readings = append(s.Readings, Reading{Power, Place{}, 500})
	for len(s.Readings) < 30+5*outlets {
		s.Readings = append(s.Readings, Reading{OutletPower, Place{"1"}, 10})
	}
	if counter {
		s.Readings = append(s.Readings, Reading{InputEnergy, Place{}, 1e9})
	}
	var m Meter
	m.Observe(&s, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		s.Taken = s.Taken.Add(time.Millisecond)
		m.Observe(&s, time.UTC)
	}
}

func TestMeterAllocatesNothing(t *testing.T) {
	s := Snapshot{Taken: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}
	s.Status.Deny(OnBattery)
	for source, told := range map[string]Reading{
		"power_watts":                  {Power, Place{}, 500},
		"output_energy_joules_total":   {OutputEnergy, Place{}, 500},
		"input_energy_joules_total{1}": {InputEnergy, Place{"", "1"}, 500},
	} {
		var m Meter
		s.Readings = []Reading{told}
		m.Observe(&s, time.UTC)
		if n := testing.AllocsPerRun(100, func() {
			s.Taken = s.Taken.Add(15 * time.Second)
			m.Observe(&s, time.UTC)
		}); n != 0 || m.Source != source {
			t.Errorf("%s: %g allocations", m.Source, n)
		}
	}
}
