package snmp

import (
	"fmt"
	"testing"

	"github.com/argus-power/argus/power"
)

const system5 = "1.3.6.1.2.1.1.5.0|4|rack-7"

// TestDevicesOfAChain holds that each unit is a device, in the order of their
// numbers, and that what names none is the first one's.
func TestDevicesOfAChain(t *testing.T) {
	m := made(t, Definition{
		Type: "pdu",
		Info: map[string][]string{
			"manufacturer": {"Maker"}, "model": {".9.1.0"}, "serial": {".8.1.{device}.{_}"},
			"firmware": {".8.2.{device}", ".9.2.0"}, "location": {".7.{_}"},
		},
		Rows: []Row{
			{Quantity: q("input_frequency_hertz"), OID: ".3.0"},
			{Quantity: q("outlet_current_amperes"), OID: ".1.{device}.{outlet}"},
		},
		Status: []StatusRow{{OID: ".2.{device}", Map: map[string][]string{"1": {"online"}, "2": {"off"}}}},
	})
	list := readOnce(t, recorded(t, ".1.10.1=3", ".1.2.1=2", ".2.10=1", ".2.2=2", ".2.3=1", ".3.0=50",
		".8.1.2.1|4|n/a", ".8.1.2.2|4|S2", ".8.1.10.1|4|S10", ".8.2.10|4|1.0", ".9.1.0|4|Model", ".9.2.0|4|2.0",
		".7.5|4|", ".7.6|4|cellar", system5), m)
	wantLen(t, 3, list)
	for i, want := range []struct {
		device string
		shown  []string
		info   power.Info
	}{
		{
			"2",
			[]string{"input_frequency_hertz{}=50", "outlet_current_amperes{1}=2", "+off", "-online"},
			power.Info{Model: "Model", Serial: "S2", Firmware: "2.0", Location: "cellar"},
		},
		{"3", []string{"+online", "-off"}, power.Info{}},
		{"10", []string{"outlet_current_amperes{1}=3", "+online", "-off"}, power.Info{Serial: "S10", Firmware: "1.0"}},
	} {
		wantEqual(t, want.device, list[i].Device)
		wantShown(t, list[i], want.shown...)
		want.info.Manufacturer, want.info.Type, want.info.Protocol, want.info.Name = "Maker", "pdu", "snmp", "rack-7"
		wantEqual(t, want.info, list[i].Info)
	}
	_, hasUptime := list[1].Find(power.DeviceUptime)
	wantEqual(t, false, hasUptime)
}

// TestDeviceNamed holds that labels may name a unit, by an object or by a map.
func TestDeviceNamed(t *testing.T) {
	m := rows(t,
		Row{Quantity: q("outlet_on"), OID: ".1.{outlet}", Labels: map[string]Label{"device": {OID: ".2"}}},
		Row{Quantity: q("branch_current_amperes"), OID: ".3.{_}.{branch}", Labels: map[string]Label{
			"device": {Text: "{_}", Map: map[string]string{"0": "main", "1": "", "2": "link"}},
		}},
	)
	list := readOnce(t, recorded(t, ".1.1=1", ".1.2=0", ".1.3=1", ".2.1|4|main", ".2.2|4|link",
		".3.0.1=5", ".3.1.2=6", ".3.2.1=7", ".3.3.1=8"), m)
	wantLen(t, 2, list)
	wantEqual(t, "link", list[0].Device)
	wantShown(t, list[0], "outlet_on{2}=0", "branch_current_amperes{2}=6", "branch_current_amperes{1}=7")
	wantShown(t, list[1], "outlet_on{1}=1", "branch_current_amperes{1}=5")
}

// TestInfoOfModules holds that better modules' words win, field by field.
func TestInfoOfModules(t *testing.T) {
	better := made(t, Definition{Name: "a", Info: map[string][]string{"model": {".1.0", ".2.0"}, "serial": {".3.0"}}})
	other := made(t, Definition{
		Name: "b", Type: "ups", Info: map[string][]string{"model": {"Other"}, "serial": {".4.0"}},
		Rows: []Row{{Quantity: q("alarms"), OID: ".5.0"}},
	})
	list := readOnce(t, recorded(t, ".1.0|4|Unknown", ".2.0|4|X 1", ".3.0|4|00000", ".4.0|4|S", ".5.0=0"), better, other)
	wantEqual(t, power.Info{Type: "ups", Protocol: "snmp", Model: "X 1", Serial: "S"}, list[0].Info)
}

// TestTypeOfDevice holds that what has sensors beside other things is one of those,
// and that outlets with a measured input make a PDU of them.
func TestTypeOfDevice(t *testing.T) {
	has := func(kind string, quantities ...string) *Module {
		d := Definition{Name: kind, Type: kind}
		for _, name := range quantities {
			d.Rows = append(d.Rows, Row{Quantity: q(name), OID: ".1.{_}"})
		}
		return made(t, d)
	}
	for _, test := range []struct {
		want    string
		modules []*Module
	}{
		{"sensor", []*Module{has("sensor", "sensor_temperature_celsius")}},
		{"ups", []*Module{has("sensor"), has("ups", "alarms"), has("pdu")}},
		{"sensor", []*Module{has("sensor", "outlet_on")}},
		{"sensor", []*Module{has("sensor", "input_current_amperes")}},
		{"pdu", []*Module{has("sensor", "outlet_on", "input_current_amperes")}},
		{"ats", []*Module{has("ats", "outlet_on", "input_power_watts")}},
	} {
		list := readOnce(t, recorded(t, ".1.1=1"), test.modules...)
		wantEqual(t, test.want, list[0].Info.Type)
	}
}

// TestDevicesAreBounded holds that an agent cannot make Argus believe in any number
// of devices, and that this does not go unnoticed.
func TestDevicesAreBounded(t *testing.T) {
	var lines []string
	for i := range maxDevices + 10 {
		lines = append(lines, fmt.Sprintf(".1.%d=%d", i+1, 5))
	}
	list := readOnce(t, recorded(t, lines...), rows(t, Row{Quantity: q("alarms"), OID: ".1.{device}"}))
	wantLen(t, maxDevices, list)
	wantErrorText(t, list[0].Err, "more than 256 devices")
}

// TestInputs holds that a single input is the main one and has no number, unless the
// device is a transfer switch.
func TestInputs(t *testing.T) {
	const v = "input_voltage_volts"
	one, two := []string{".1.2=230"}, []string{".1.1=230", ".1.2=231"}
	for name, test := range map[string]struct {
		kind  string
		agent []string
		want  []string
	}{
		"one":        {"ups", one, []string{v + "{}=230"}},
		"two":        {"ups", two, []string{v + "{,1}=230", v + "{,2}=231"}},
		"one of ats": {"ats", one, []string{v + "{,2}=230"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := made(t, Definition{Type: test.kind, Rows: []Row{{Quantity: q(v), OID: ".1.{input}"}}})
			wantRead(t, m, recorded(t, test.agent...), test.want...)
		})
	}
	named := made(t, Definition{Rows: []Row{
		{Quantity: q(v), OID: ".1.{_}", Labels: map[string]Label{"input": {Text: "bypass"}}},
		{Quantity: q("input_frequency_hertz"), OID: ".2.{input}"},
	}})
	wantRead(t, named, recorded(t, ".1.1=230", ".2.1=50"), v+"{,bypass}=230", "input_frequency_hertz{}=50")
}
