package snmp

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

const raritanRoot = "1.3.6.1.4.1.13742.6"

// raritanTree is what was read of an agent that answers these lines, with object
// identifiers below the root of PDU2-MIB.
func raritanTree(t *testing.T, lines string) *tree {
	t.Helper()
	var text strings.Builder
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line != "" {
			text.WriteString(raritanRoot + line + "\n")
		}
	}
	recording, err := ReadRecording(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	var roots []string
	for _, column := range raritanCodec().columns {
		roots = append(roots, raritanRoot+column)
	}
	out := newTree()
	for _, c := range recording.Columns(context.Background(), roots, maxRows) {
		out.add(c)
	}
	return out
}

// raritanTold says what a row reads: "quantity{label=value …} oid".
func raritanTold(r Row) string {
	var labels []string
	for _, name := range slices.Sorted(maps.Keys(r.Labels)) {
		labels = append(labels, name+"="+r.Labels[name].Text)
	}
	return r.Quantity.Name() + "{" + strings.Join(labels, " ") + "} " + r.OID
}

// TestRaritanPlaces says where readings of all parts of a PDU go, and which do not.
func TestRaritanPlaces(t *testing.T) {
	const inlet = ".3.3.4.1.7.1.1.4|66|0\n.3.3.4.1.6.1.1.4|2|1\n"
	for _, c := range []struct{ name, lines, want string }{
		{"a single inlet", inlet, "input_voltage_volts{device=1} .5.2.3.1.4.1.1.4"},
		{
			"two inlets", inlet + ".3.3.4.1.7.1.2.5|66|0\n.3.3.4.1.6.1.2.5|2|3",
			"input_voltage_volts{device=1 input=1} .5.2.3.1.4.1.1.4\ninput_power_watts{device=1 input=2} .5.2.3.1.4.1.2.5",
		},
		{"not available", inlet + ".5.2.3.1.2.1.1.4|2|2", ""},
		{"a type that nobody knows", ".3.3.4.1.7.1.1.99|66|0\n.3.3.4.1.6.1.1.99|2|1", ""},
		{"a unit that nobody knows", ".3.3.4.1.7.1.1.4|66|0\n.3.3.4.1.6.1.1.4|2|40", ""},
		{"too many digits", ".3.3.4.1.7.1.1.4|66|12\n.3.3.4.1.6.1.1.4|2|1", ""},
		{"an index that is too short", ".3.3.4.1.7.4|66|0\n.3.3.6.1.7.1.4|66|0\n.3.3.8.1.7.1.4|66|0", ""},
		{"below zero", ".3.3.4.1.7.1.1.29|66|0\n.3.3.4.1.6.1.1.29|2|23", "input_reactive_power_vars{device=1} .5.2.3.1.6.1.1.29"},
		{
			"residual current", ".3.3.4.1.7.1.1.36|66|4\n.3.3.4.1.6.1.1.36|2|2",
			"input_residual_current_amperes{device=1 kind=dc} .5.2.3.1.4.1.1.36",
		},
		{"a breaker", ".3.4.4.1.7.2.3.15|66|0\n.3.4.4.1.6.2.3.15|2|-1", "branch_closed{branch=3 device=2} .5.3.3.1.3.2.3.15"},
		{"a circuit", ".3.11.4.1.7.1.1001.1|66|3", "branch_current_amperes{branch=circuit1001 device=1} .5.8.3.1.4.1.1001.1"},
		{"an outlet", ".3.5.4.1.7.1.12.14|66|0", "outlet_on{device=1 outlet=12} .5.4.3.1.3.1.12.14"},
		{"the PDU", ".3.2.5.1.7.1.47|66|0", "module_ok{device=1 module=psu2} .5.1.3.1.3.1.47"},
		{"a transfer switch", ".3.9.4.1.7.1.1.41|66|0", "input_selected{device=1} .5.7.3.1.3.1.1.41"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, _ := raritanCodec().rows(raritanRoot, raritanTree(t, c.lines))
			var got []string
			for _, r := range rows {
				if !strings.HasPrefix(r.OID, raritanSwitch) && r.Quantity.LabelIndex("limit") < 0 {
					got = append(got, raritanTold(r))
				}
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

// TestRaritanLines names lines and pairs of them as inlets of all kinds have them.
func TestRaritanLines(t *testing.T) {
	pole := func(pole, kind string) string {
		return ".3.3.6.1.7.1.1." + pole + "." + kind + "|66|0\n"
	}
	three := pole("1", "1") + pole("1", "4") + pole("1", "25") + pole("2", "4") + pole("3", "4") + pole("4", "1") + pole("4", "5")
	for _, c := range []struct{ name, lines, want string }{
		{"three and neutral", three, "L1 L1-L2 L1 L2-L3 L3-L1 N"},
		{"two", pole("1", "4") + pole("2", "4") + pole("2", "1"), "L1-L2 L2"},
		{"one and neutral", pole("1", "1") + pole("4", "1") + pole("1", "25"), ""},
		{"told by the agent", pole("1", "1") + pole("2", "1") + ".3.3.5.1.1.1.1.1|2|3\n.3.3.5.1.1.1.1.2|2|1", "L3 L1"},
		{"direct current", pole("1", "1") + pole("2", "1") + ".3.3.5.1.1.1.1.1|2|5\n.3.3.5.1.1.1.1.2|2|6", ""},
		{
			"pairs", ".3.3.8.1.7.1.1.1.4|66|0\n.3.3.7.1.2.1.1.1|2|1\n.3.3.7.1.3.1.1.1|2|2\n" +
				".3.3.8.1.7.1.1.2.4|66|0\n.3.3.7.1.2.1.1.2|2|1\n.3.3.7.1.3.1.1.2|2|3\n" +
				".3.3.8.1.7.1.1.3.4|66|0\n.3.3.7.1.2.1.1.3|2|9\n.3.3.7.1.3.1.1.3|2|9", "L1-L2 L3-L1",
		},
		{"a single pair", ".3.3.8.1.7.1.1.1.4|66|0\n.3.3.7.1.2.1.1.1|2|1\n.3.3.7.1.3.1.1.1|2|4", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, _ := raritanCodec().rows(raritanRoot, raritanTree(t, c.lines))
			var got []string
			for _, r := range rows {
				if line, ok := r.Labels["line"]; ok && r.Quantity.LabelIndex("limit") < 0 {
					got = append(got, line.Text)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, " "), c.want)
			}
		})
	}
}

// TestRaritanPX3 reads a real PDU whole: what it is worth, and what it costs.
func TestRaritanPX3(t *testing.T) {
	f, err := os.Open("../../shared/devices/snmp/librenms-raritan-pdu_px3.snmprec")
	if os.IsNotExist(err) {
		t.Skip("the recordings of real devices are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	recording, err := ReadRecording(f)
	if err != nil {
		t.Fatal(err)
	}
	m, mistakes := Compile(Definition{
		Name: "raritan", Root: raritanRoot, Type: "pdu", Detect: []string{".3.2.1.1.3"}, Codec: "raritan",
	})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	s := Source{Set: Combine([]*Module{m}, true), Recording: recording, Now: time.Now}
	list, err := s.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[power.Quantity]int{}
	for _, r := range list[0].Readings {
		got[r.Quantity]++
	}
	for quantity, want := range map[power.Quantity]int{
		power.OutletPower: 24, power.OutletEnergy: 24, power.OutletOn: 24, power.BranchClosed: 2,
		power.InputPower: 1, power.InputEnergy: 1, power.SensorTemperature: 2, power.SensorActive: 2,
	} {
		if got[quantity] != want {
			t.Errorf("%d times %s, want %d", got[quantity], quantity.Name(), want)
		}
	}
	if live := len(s.memory.plan.live); live > 220 {
		t.Errorf("%d values to ask for at each read", live)
	}
}
