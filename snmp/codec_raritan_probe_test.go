package snmp

import (
	"math"
	"strings"
	"testing"
)

// TestRaritanScales turns units and digits into factors to base units.
func TestRaritanScales(t *testing.T) {
	for _, c := range []struct {
		unit   string
		digits float64
		want   float64
	}{
		{"2", 3, 0.001},
		{"-1", 2, 0.01},
		{"5", 0, 3600},
		{"9", 1, 0.001},
		{"20", 1, math.Pi / 1800},
		{"19", 0, 1.0 / 60},
	} {
		got, ok := raritanFactor(c.unit, Number(Unsigned, c.digits))
		if !ok || math.Abs(got-c.want) > 1e-12 {
			t.Errorf("unit %s with %g digits: got %g, %t, want %g", c.unit, c.digits, got, ok, c.want)
		}
	}
	if _, ok := raritanFactor("2", Value{}); ok {
		t.Error("a value without digits has a factor")
	}
	rows, _ := raritanCodec().rows(raritanRoot, raritanTree(t, ".3.3.4.1.7.1.1.8|66|0"))
	if rows[0].Scale != 3600 {
		t.Errorf("energy without a unit is scaled by %g", rows[0].Scale)
	}
}

// TestRaritanLimits reads the limits that are enabled, and of agents that do not tell
// which are, those that are not 0.
func TestRaritanLimits(t *testing.T) {
	const sensor = ".3.4.4.1.7.1.1.1|66|3\n"
	for _, c := range []struct{ name, lines, want string }{
		{"the upper ones", sensor + ".3.4.4.1.25.1.1.1|4x|30", "high_warning .3.4.4.1.24.1.1.1, high_critical .3.4.4.1.23.1.1.1"},
		{"none", sensor + ".3.4.4.1.25.1.1.1|4x|00", ""},
		{
			"unknown", sensor, "low_critical .3.4.4.1.21.1.1.1 but 0, low_warning .3.4.4.1.22.1.1.1 but 0, " +
				"high_warning .3.4.4.1.24.1.1.1 but 0, high_critical .3.4.4.1.23.1.1.1 but 0",
		},
		{
			"of a probe", ".3.6.3.1.2.1.5|2|10\n.3.6.3.1.17.1.5|66|1\n.3.6.3.1.35.1.5|4x|50",
			"low_warning .3.6.3.1.32.1.5, high_critical .3.6.3.1.33.1.5",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, _ := raritanCodec().rows(raritanRoot, raritanTree(t, c.lines))
			var got []string
			for _, r := range rows {
				if limit, ok := r.Labels["limit"]; ok {
					text := limit.Text + " " + r.OID
					if len(r.Invalid) > 0 {
						text += " but " + strings.Join(r.Invalid, " ")
					}
					got = append(got, text)
				}
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}

// TestRaritanProbes tells what probes detect, whatever their state is called.
func TestRaritanProbes(t *testing.T) {
	for _, c := range []struct {
		name, lines, kind string
		state, want       string
	}{
		{"an open door", ".3.6.3.1.2.1.3|2|43", "door", "0", "1"},
		{"a closed door", ".3.6.3.1.2.1.3|2|43", "door", "1", "0"},
		{"a closed contact", ".3.6.3.1.2.1.3|2|20", "contact", "1", "1"},
		{"water", ".3.6.3.1.2.1.3|2|17", "leak", "11", "1"},
		{"an actuator", ".3.6.3.1.2.1.3|2|14\n.3.6.3.1.36.1.3|2|1", "relay", "7", "1"},
		{"smoke, of the old kind", ".3.6.3.1.2.1.3|2|14\n.3.6.3.1.10.1.3|2|18", "smoke", "4", "0"},
		{"a contact, of the old kind", ".3.6.3.1.2.1.3|2|14", "contact", "8", "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, _ := raritanCodec().rows(raritanRoot, raritanTree(t, c.lines))
			r := rows[0]
			if raritanTold(r) != "sensor_active{device=1 kind="+c.kind+" sensor=3} .5.5.3.1.3.1.3" || r.Map[c.state] != c.want {
				t.Errorf("got %s, %s is %q; want kind %s and %q", raritanTold(r), c.state, r.Map[c.state], c.kind, c.want)
			}
		})
	}
	for _, gone := range []string{".3.6.3.1.2.1.3|2|49", ".3.6.3.1.2.1.3|2|20\n.5.5.3.1.2.1.3|2|2", ".3.6.3.1.2.1.3|2|10"} {
		if rows, _ := raritanCodec().rows(raritanRoot, raritanTree(t, gone)); len(rows) != 1 {
			t.Errorf("%q makes %s", gone, raritanTold(rows[0]))
		}
	}
	rows, _ := raritanCodec().rows(raritanRoot, raritanTree(t, ".3.6.3.1.2.1.3|2|10\n.3.6.3.1.17.1.3|66|1"))
	when := rows[0].When // a probe that is pulled out reads 0
	if len(when) != 1 || when[0].OID != ".5.5.3.1.3.1.3" || when[0].Not[0] != "-1" {
		t.Errorf("%s is read when %v", raritanTold(rows[0]), when)
	}
}
