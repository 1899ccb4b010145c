package power_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// ups is what a UPS tells.
func ups(b testing.TB) *power.Snapshot {
	s := look{
		on: "online charging", off: "on_battery low_battery replace_battery bypass overload off alarm trim boost calibrating " +
			"forced_shutdown discharging",
		says: "battery_charge_ratio 1; battery_voltage_volts 27; battery_runtime_seconds 1800; input_voltage_volts 230; " +
			"output_voltage_volts 230; output_load_ratio 0.3; power_watts 200; input_frequency_hertz 50; alarms 0; " +
			"test_result{passed} 1; test_result{failed} 0; test_result{none} 0; device_uptime_seconds 86400; " +
			"battery_transfers_total 3; input_line_bads_total 4; input_transfer_reason_info{noTransfer}",
		info: power.Info{Serial: "AS1234567890", Firmware: "UPS 04.6"},
	}.snapshot(b)
	for i := range 30 {
		s.Readings = append(s.Readings, power.Reading{Quantity: power.OutputVoltage, Place: power.Place{strconv.Itoa(i)}, Value: 230})
	}
	return s
}

// pdu is what a PDU with 48 outlets tells, of which each has alarms of its own.
func pdu(b testing.TB) *power.Snapshot {
	s := look{off: "overload alarm", says: "device_uptime_seconds 86400; alarms 0", exact: true}.snapshot(b)
	for outlet := range 48 {
		at := strconv.Itoa(outlet + 1)
		for _, q := range []power.Quantity{
			power.OutletOn, power.OutletSwitchable, power.OutletVoltage, power.OutletCurrent, power.OutletPower, power.OutletEnergy,
			power.OutletApparentPower, power.OutletPowerFactor, power.OutletCurrentRating,
		} {
			s.Readings = append(s.Readings, power.Reading{Quantity: q, Place: power.Place{at}, Value: 1})
		}
		for _, kind := range []string{"current", "voltage", "power"} {
			s.Readings = append(s.Readings, power.Reading{Quantity: power.OutletAlarm, Place: power.Place{at, kind}})
		}
	}
	return s
}

func BenchmarkWatch(b *testing.B) {
	for name, make := range map[string]func(testing.TB) *power.Snapshot{"ups": ups, "pdu": pdu} {
		b.Run(name, func(b *testing.B) {
			w, s := new(power.Watch), make(b)
			for b.Loop() {
				s.Taken = s.Taken.Add(15 * time.Second)
				w.Observe(s, "module")
			}
			text, err := w.MarshalJSON()
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(len(text)), "stored-bytes")
		})
	}
}

// TestWatchSize holds how much there is to store of a device.
func TestWatchSize(t *testing.T) {
	for _, test := range []struct {
		name string
		s    *power.Snapshot
		most int
	}{{"ups", ups(t), 1200}, {"pdu", pdu(t), 4500}} {
		w := new(power.Watch)
		w.Observe(test.s, "module")
		text, err := w.MarshalJSON()
		if err != nil || len(text) > test.most {
			t.Errorf("%s: %d bytes, %v", test.name, len(text), err)
		}
		t.Logf("%s: %d bytes: %.300s", test.name, len(text), text)
	}
}

// TestWatchQuiet holds that a device to which nothing happens costs no memory.
func TestWatchQuiet(t *testing.T) {
	w, s := new(power.Watch), pdu(t)
	w.Observe(s, "module")
	if n := testing.AllocsPerRun(100, func() {
		s.Taken = s.Taken.Add(15 * time.Second)
		w.Observe(s, "module")
	}); n > 5 {
		t.Errorf("%v allocations", n)
	}
}
