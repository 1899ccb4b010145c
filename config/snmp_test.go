package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// rawModules reads files and returns their modules before they are compiled.
func rawModules(t *testing.T, files ...File) map[string]*rawModule {
	t.Helper()
	p := parser{config: &Config{}, raw: map[string]*rawModule{}}
	for _, f := range append([]File{builtIn}, files...) {
		p.file(f)
	}
	p.compileModules()
	if len(p.problems) > 0 {
		t.Fatal(p.problems)
	}
	return p.raw
}

func its[T any](list []placed[T]) []T {
	var out []T
	for _, p := range list {
		out = append(out, p.it)
	}
	return out
}

func lookup(t *testing.T, name string) power.Quantity {
	t.Helper()
	q, ok := power.Lookup(name)
	if !ok {
		t.Fatalf("no quantity %s", name)
	}
	return q
}

// TestSNMPDefinition holds what is made of every key of a module, and that object
// identifiers and values are taken as they are written.
func TestSNMPDefinition(t *testing.T) {
	m := rawModules(t, mustRead(t, "testdata/good/snmp.yml")...)["ups-mib"]
	want := snmp.Definition{
		Root: "1.3.6.1.2.1.33.1", Type: "ups", Detect: []string{".1", ".2.1.0"},
		Lines: map[string]string{".3.3": ".3.2.0", ".4.4": ".4.3.0"},
		Labels: map[string]map[string]snmp.Label{
			".3.3": {"line": {Map: map[string]string{"1": "L1", "2": "L2", "3": "L3"}}},
		},
	}
	if !reflect.DeepEqual(m.snmp.def, want) {
		t.Errorf("got  %+v\nwant %+v", m.snmp.def, want)
	}
	rows := []snmp.Row{
		{
			Quantity: lookup(t, "battery_charge_ratio"), OID: ".2.4.0", Scale: 0.01,
			Invalid: []string{"-1", "255", ""},
		},
		{Quantity: lookup(t, "battery_voltage_volts"), OID: ".2.5.0", Rescale: []float64{0.1}, Digits: ".2.50.0"},
		{
			Quantity: lookup(t, "battery_temperature_celsius"), OID: ".2.7.0", Offset: -273.15,
			Rescale: []float64{0.1, 10}, Range: [2]float64{-20, 80.5}, Parse: snmp.ParseMeasure,
		},
		{Quantity: lookup(t, "input_voltage_volts"), OID: ".3.3.1.3.{line}"},
		{
			Quantity: lookup(t, "input_current_amperes"), OID: ".3.3.1.4.{line}",
			Labels: map[string]snmp.Label{"input": {Text: "bypass"}},
			When: []snmp.Condition{
				{OID: ".3.3.1.9", Is: []string{"1"}, Not: []string{"2", "3*"}},
				{OID: ".1.30", Is: []string{"5"}},
			},
		},
		{
			Quantity: lookup(t, "outlet_on"), OID: ".9.1.2.{i}",
			Labels: map[string]snmp.Label{
				"outlet": {OID: ".9.1.1"}, "device": {Text: "{i}", Map: map[string]string{"1": "1"}},
			},
			Map: map[string]string{"1": "0", "2": "1"},
		},
	}
	if got := its(m.snmp.rows); !reflect.DeepEqual(got, rows) {
		t.Errorf("got  %+v\nwant %+v", got, rows)
	}
	status := []snmp.StatusRow{
		{OID: ".4.1.0", Map: map[string][]string{
			"1": {}, "2": {}, "3": {"online"}, "4": {"bypass"}, "5": {"on_battery", "discharging"}, "6": {}, "7": {},
		}},
		{
			OID: ".4.9.0", Flags: map[int][]string{1: {"overload"}, 12: {"low_battery", "replace_battery"}},
			When: []snmp.Condition{{OID: ".4.8.0", Is: []string{"1"}}},
		},
	}
	if got := its(m.snmp.status); !reflect.DeepEqual(got, status) {
		t.Errorf("got  %+v\nwant %+v", got, status)
	}
}

// TestSNMPInherit holds what a module takes from the one that it extends.
func TestSNMPInherit(t *testing.T) {
	raw := rawModules(t, mustRead(t, "testdata/good/snmp.yml")...)
	base, oem, mine := raw["ups-mib"], raw["oem"], raw["mine"]
	if d := oem.snmp.def; oem.protocol != SNMP || d.Root != "1.3.6.1.4.1.99999.1" || d.Type != "ups" ||
		!slices.Equal(d.Detect, base.snmp.def.Detect) || len(d.Lines) != 2 || len(d.Labels) != 1 {
		t.Errorf("%s: %+v", oem.protocol, d)
	}
	if got := oem.info["manufacturer"]; !slices.Equal(got, []string{"Oem", ".1.1.0", "Nobody"}) {
		t.Errorf("manufacturer %q", got)
	}
	if len(oem.snmp.rows) != len(base.snmp.rows) || len(oem.snmp.status) != 2 {
		t.Errorf("%d rows, %d of the status", len(oem.snmp.rows), len(oem.snmp.status))
	}
	if got := its(mine.snmp.rows); got[0].OID != "1.3.6.1.4.1.99999.1.30" || len(got) != 1+len(base.snmp.rows) {
		t.Errorf("rows %+v", got)
	}
	if got := its(oem.snmp.unless); !slices.Equal(got, []string{"ups-mib"}) || len(mine.snmp.unless) != 0 {
		t.Errorf("unless %q, and of mine %q", got, its(mine.snmp.unless))
	}
	if got := mine.snmp.tuning; got.retries != -1 || got.request != base.snmp.tuning.request {
		t.Errorf("tuning %+v", got)
	}
}

// TestSNMPSets holds in which order a set has its modules.
func TestSNMPSets(t *testing.T) {
	files := mustRead(t, "testdata/good/snmp.yml")
	for name, test := range map[string]struct {
		more string
		want []string
	}{
		"built in":       {"# nothing", []string{"oem", "ups-mib"}},
		"one's own":      {"modules: {snmp: {extends: snmp, modules: [mine]}}", []string{"mine", "oem", "ups-mib"}},
		"another order":  {"modules: {snmp: {extends: snmp, modules: [ups-mib]}}", []string{"ups-mib", "oem"}},
		"another timing": {"modules: {snmp: {extends: snmp, timeout: 9s}}", []string{"oem", "ups-mib"}},
		"replaced":       {"modules: {snmp: {protocol: snmp, modules: [mine]}}", []string{"mine"}},
	} {
		m := rawModules(t, append(slices.Clone(files), File{"more.yml", []byte(test.more)})...)["snmp"]
		if got := its(m.snmp.members); !m.isSet() || !slices.Equal(got, test.want) {
			t.Errorf("%s: modules %q, want %q", name, got, test.want)
		}
	}
}

// TestAlgorithms holds that package snmp takes every algorithm that a file may name.
func TestAlgorithms(t *testing.T) {
	for _, auth := range snmp.AuthProtocols() {
		for _, priv := range snmp.PrivProtocols() {
			o := snmp.Options{Version: snmp.V3, Security: &snmp.Security{
				User: "u", AuthProtocol: auth, AuthPassword: "12345678", PrivProtocol: priv, PrivPassword: "12345678",
			}}
			if err := o.Validate(); err != nil {
				t.Errorf("%s, %s: %v", auth, priv, err)
			}
		}
	}
}

func TestVersions(t *testing.T) {
	for text, want := range map[string]snmp.Version{
		"1": snmp.V1, `"1"`: snmp.V1, "v1": snmp.V1, "2": snmp.V2c, "2c": snmp.V2c, "v2c": snmp.V2c, "V2C": snmp.V2c,
	} {
		c := parse(t, File{"a.yml", []byte("auths: {a: {targets: [a.lan], version: " + text + "}}")})
		if got := c.auths[0]; got.Protocol != SNMP || got.SNMP.Version != want {
			t.Errorf("%s: protocol %s, version %s", text, got.Protocol, got.SNMP.Version)
		}
	}
	for _, text := range []string{"3", "v3"} {
		c := parse(t, File{"a.yml", []byte("auths: {a: {targets: [a.lan], username: u, version: " + text + "}}")})
		if got := c.auths[0].SNMP.Version; got != snmp.V3 {
			t.Errorf("%s: version %s", text, got)
		}
	}
}

// TestEffectiveSNMP holds that what is printed is YAML, whole, and without secrets.
func TestEffectiveSNMP(t *testing.T) {
	c := parse(t, mustRead(t, "testdata/good/snmp*.yml")...)
	var got struct {
		Modules map[string]map[string]any
		Auths   map[string]map[string]any
	}
	if err := yaml.Unmarshal([]byte(c.Effective()), &got); err != nil {
		t.Fatalf("%v in\n%s", err, c.Effective())
	}
	for _, test := range []struct {
		from map[string]any
		want string
	}{
		{got.Modules["snmp"], "max_repetitions:15 modules:[oem ups-mib] protocol:snmp timeout:30s"},
		{got.Modules["oem"], "protocol:snmp request_timeout:1s retries:0 timeout:8s"},
		{got.Auths["racks"], "any_source:true community:<secret> max_repetitions:10 max_varbinds:20 protocol:snmp " +
			"targets:[rack-*:161-170 10.2.0.0/16] version:2c"},
		{got.Auths["core"], "auth_password:<secret> auth_protocol:SHA256 context:power priv_password:<secret> " +
			"priv_protocol:AES protocol:snmp request_timeout:3s retries:0 targets:[10.0.0.7 *.core.lan] " +
			"timeout:20s username:argus version:3"},
	} {
		var keys []string
		for key, value := range test.from {
			keys = append(keys, fmt.Sprint(key, ":", value))
		}
		slices.Sort(keys)
		if text := strings.Join(keys, " "); text != test.want {
			t.Errorf("got  %s\nwant %s", text, test.want)
		}
	}
}
