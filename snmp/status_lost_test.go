package snmp

import (
	"testing"

	"github.com/argus-power/argus/power"
)

// TestDeviceLost holds that nothing old is told of a device that the agent has lost, but
// what the agent measures itself; and nothing of the link while it is well.
func TestDeviceLost(t *testing.T) {
	m := made(t, Definition{
		Rows: []Row{
			{Quantity: q("battery_charge_ratio"), OID: ".1.0", Scale: 0.01},
			{Quantity: q("sensor_temperature_celsius"), OID: ".2.0", Labels: map[string]Label{"sensor": {Text: "0"}}},
		},
		Status: []StatusRow{
			{OID: ".3.0", Map: map[string][]string{"1": {"online"}, "2": {"on_battery"}}},
			{OID: ".4.0", Map: map[string][]string{"1": {""}, "2": {"waiting"}}},
		},
	})
	well := readOnce(t, recorded(t, ".1.0=100", ".2.0=21", ".3.0=1", ".4.0=1"), m)[0]
	if well.Err != nil || len(well.Readings) != 2 || well.Status.Reportable.Has(power.Waiting) {
		t.Errorf("with the link up: %v, %d readings, %v", well.Err, len(well.Readings), well.Status.Reportable.List())
	}
	gone := readOnce(t, recorded(t, ".1.0=100", ".2.0=21", ".3.0=1", ".4.0=2"), m)[0]
	if power.ReasonOf(gone.Err) != power.Stale || gone.Status.Reportable != 0 {
		t.Errorf("with the link down: %v, %v", gone.Err, gone.Status.Reportable.List())
	}
	if _, ok := gone.Find(q("sensor_temperature_celsius"), "0"); !ok || len(gone.Readings) != 1 {
		t.Errorf("with the link down: %v", gone.Readings)
	}
}

// TestOtherStates holds what a map with "*" makes of values that it does not name.
func TestOtherStates(t *testing.T) {
	row := StatusRow{OID: ".1.0", Map: map[string][]string{"0": {""}, "1": {"overload"}, "*": {"alarm"}}}
	for agent, want := range map[string][]string{
		".1.0=0": {"-overload", "-alarm"},
		".1.0=1": {"+overload", "-alarm"},
		".1.0=7": {"+alarm", "-overload"},
	} {
		m := made(t, Definition{Status: []StatusRow{row}, Rows: []Row{{Quantity: q("alarms"), OID: ".9.0"}}})
		wantShown(t, readOnce(t, recorded(t, agent, ".9.0|5|"), m)[0], want...)
	}
}
