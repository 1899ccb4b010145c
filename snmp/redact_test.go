package snmp_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
)

// private is an agent with a secret wherever one may be: an APC card, which modules
// know, and one of a maker that none knows.
var private = `
1.3.6.1.2.1.1.1.0|4|Linux core-pdu-17 2.6.28, Widget 9000, SN: 5A1234E00874, firmware v6.8.2 (10.20.30.40)
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.318.1.3.4.5
1.3.6.1.2.1.1.4.0|4|Jane Roe <jane.roe@powerco.example>
1.3.6.1.2.1.1.5.0|4|core-pdu-17.powerco.example
1.3.6.1.2.1.1.6.0|4|Kellerstrasse 5, row 9
1.3.6.1.2.1.47.1.1.1.1.11.1|4|ZZ99887766
1.3.6.1.2.1.47.1.1.1.1.13.1|4|WidgetModel77X
1.3.6.1.4.1.318.1.1.12.1.1.0|4|core-pdu-17
1.3.6.1.4.1.318.1.1.12.1.5.0|4|AP7920
1.3.6.1.4.1.318.1.1.12.1.6.0|4|5A1234E00874
1.3.6.1.4.1.318.1.1.12.3.5.1.1.2.1|4|mailhost-blue
1.3.6.1.4.1.318.1.1.12.3.5.1.1.2.2|4x|` + hex.EncodeToString([]byte("K\xe4sekeller")) + `
1.3.6.1.4.1.318.1.1.12.3.5.1.1.2.3|4|Bürogebäude
1.3.6.1.4.1.318.1.1.12.3.5.1.1.4.1|2|1
1.3.6.1.4.1.99999.1.1.1.1.1|4|hunter2secret
1.3.6.1.4.1.99999.1.1.1.2.1|64|172.16.5.99
1.3.6.1.4.1.99999.1.1.1.3.1|4|snmptrapcomm
1.3.6.1.4.1.99999.2.1.1.172.16.5.99|2|1
1.3.6.1.4.1.99999.2.1.2.7.115.119.111.114.100.102.105|2|1
1.3.6.1.4.1.99999.2.1.3.0.192.183.186.64.99|2|1
1.3.6.1.4.1.99999.2.1.4.75.195.164.115.101|2|1
1.3.6.1.4.1.99999.3.1.0|4|reach us at https://intra.powerco.example/pdu?key=abc or 10.20.30.40
1.3.6.1.4.1.99999.3.2.0|4|2001:db9:5::77
1.3.6.1.4.1.99999.3.3.0|4|00:c0:b7:ba:40:63
1.3.6.1.4.1.99999.3.4.0|4x|00c0b7ba4063
1.3.6.1.4.1.99999.3.5.0|4|community=letmein99
1.3.6.1.4.1.99999.3.6.0|4|Password: correcthorse
1.3.6.1.4.1.99999.3.7.0|4|rack of core-pdu-17, unit 5a1234e00874
1.3.6.1.4.1.99999.3.8.0|4x|` + hex.EncodeToString([]byte("c\x00o\x00r\x00e\x00-\x00p\x00d\x00u\x00-\x001\x007\x00")) + `
1.3.6.1.4.1.99999.3.9.0|4x|` + hex.EncodeToString([]byte("\x00X\x00Y\x006\x006\x005\x005\x004\x004\x003\x003")) + `
1.3.6.1.4.1.99999.3.10.0|4x|` + hex.EncodeToString([]byte("\x01\x02\x00mailhost-blue\x00")) + `
1.3.6.1.4.1.99999.3.11.0|4x|80001f8803aabb102c3d4e5f
1.3.6.1.4.1.99999.3.12.0|4x|0a141e28
1.3.6.1.4.1.99999.3.13.0|4|dGhpc2lzYXZlcnlzZWNyZXRrZXk0Mg==
1.3.6.1.4.1.99999.3.14.0|4|FT0123456789 installed
1.3.6.1.4.1.99999.3.15.0|4|ops@powerco.example
1.3.6.1.4.1.99999.3.16.0|4|ntp2.powerco.example
1.3.6.1.4.1.99999.3.17.0|4|argusmonitor
1.3.6.1.4.1.99999.3.18.0|4|ro7
1.3.6.1.4.1.99999.3.19.0|6|1.3.6.1.4.1.99999.5.172.16.5.99
1.3.6.1.4.1.99999.4.20.0|4|snmpuser=geheimuser;pw=hunter3secret
1.3.6.1.4.1.99999.4.21.0|4|trapName: ostkeller
1.3.6.1.4.1.99999.4.22.0|4|Lat 48.137154 Lon 11.576124
1.3.6.1.4.1.99999.4.23.0|4x|0a4d5863
1.3.6.1.4.1.99999.4.24.0|4x|c0a85863
1.3.6.1.4.1.99999.4.25.0|4x|6440fe01
1.3.6.1.4.1.99999.4.26.0|4x|8d4d5863
1.3.6.1.4.1.99999.4.28.0|2|172837465
1.3.6.1.4.1.99999.4.29.0|70|4711081512345
1.3.6.1.4.1.99999.4.30.0|66|172837465
1.3.6.1.4.1.99999.4.31.0|4|SN: 172837465, S/N 4711081512345
1.3.6.1.4.1.99999.5.1.0|64|141.77.88.99
`

// secrets are what must be nowhere in the recording of private.
var secrets = []string{
	"core-pdu-17", "5A1234E00874", "10.20.30.40", "Jane", "Roe", "jane.roe", "powerco", "Kellerstrasse",
	"ZZ99887766", "mailhost", "K\xe4sekeller", "Bürogebäude", "hunter2secret", "172.16.5.99", "snmptrapcomm",
	".115.119.111.114.100", ".0.192.183.186.64.99", ".75.195.164.115.101", "intra", "key=abc", "2001:db9",
	"c0:b7:ba", "c0b7ba4063", "letmein99", "correcthorse", "XY66554433", "aabb102c3d4e5f", "0a141e28",
	"dGhpc2lz", "FT0123456789", "ops@", "ntp2", "argusmonitor", "ro7",
	"geheimuser", "hunter3", "ostkeller", "48.137", "11.576", "0a4d5863", "c0a85863", "6440fe01", "8d4d5863",
	"172837465", "4711081512345",
}

// spelt are the forms in which a text may be in a recording, in lower case.
func spelt(text string) []string {
	wide := strings.Join(strings.Split(text, ""), "\x00")
	forms := []string{text, hex.EncodeToString([]byte(text)), hex.EncodeToString([]byte(wide))}
	for i := range forms {
		forms[i] = strings.ToLower(forms[i])
	}
	return forms
}

// redacted records a recording, and returns the values of the copy by their instances.
func redacted(t *testing.T, r *snmp.Redactor, text string) (out string, values map[string]string) {
	t.Helper()
	live, err := snmp.ReadRecording(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	out = recorded(t, r, live)
	values = map[string]string{}
	for line := range strings.Lines(out) {
		oid, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "|")
		values[strings.TrimPrefix(oid, "1.3.6.1.4.1.99999.")] = value
	}
	return out, values
}

// confided is a Redactor that was told what a configuration holds.
func confided(t *testing.T, keep ...string) *snmp.Redactor {
	t.Helper()
	r := redactor(builtin(t), keep...)
	r.Secret("argusmonitor")
	r.Secret("ro7")
	r.Host("10.20.30.40")
	return r
}

// TestRedactSecrets holds that nothing planted is left, in any spelling.
func TestRedactSecrets(t *testing.T) {
	out, _ := redacted(t, confided(t), private)
	low := strings.ToLower(out)
	for _, secret := range secrets {
		for _, form := range spelt(secret) {
			for line := range strings.Lines(low) {
				if strings.Contains(line, form) {
					t.Errorf("%q is in %q", secret, line)
				}
			}
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

// TestRedactPlanted holds that the test above can fail: all that it looks for is there.
func TestRedactPlanted(t *testing.T) {
	out, _ := redacted(t, redactor(builtin(t), "1.3.6.1"), private)
	low := strings.ToLower(out)
	for _, secret := range secrets {
		forms := spelt(secret)
		if !strings.Contains(low, forms[0]) && !strings.Contains(low, forms[1]) && !strings.Contains(low, forms[2]) {
			t.Errorf("%q is not in the recording", secret)
		}
	}
}

// TestRedactSame holds that equal secrets have equal replacements, whatever the
// case, and different ones different.
func TestRedactSame(t *testing.T) {
	_, v := redacted(t, confided(t), private)
	const apc = "1.3.6.1.4.1.318.1.1.12.1."
	name, serial := strings.TrimPrefix(v[apc+"1.0"], "4|"), strings.TrimPrefix(v[apc+"6.0"], "4|")
	if got, want := v["3.7.0"], fmt.Sprintf("4|rack of %s, unit %s", name, serial); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if descr := v["1.3.6.1.2.1.1.1.0"]; !strings.Contains(descr, "SN: "+serial+",") || !strings.Contains(descr, " "+name+" ") {
		t.Errorf("%q has not %q and %q", descr, name, serial)
	}
	text, octets := v["3.3.0"], v["3.4.0"]
	if strings.ReplaceAll(strings.TrimPrefix(text, "4|"), ":", "") != strings.TrimPrefix(octets, "4x|") {
		t.Errorf("one MAC address became %q and %q", text, octets)
	}
	if v["1.1.1.1.1"] == v["1.1.1.3.1"] {
		t.Errorf("two passwords became %q and %q", v["1.1.1.1.1"], v["1.1.1.3.1"])
	}
	if a := v["1.1.1.2.1"]; !strings.HasPrefix(a, "64|192.0.2.") {
		t.Errorf("an address became %q", a)
	}
}

// TestRedactKept holds that what tells about the device, and not whose it is, stays.
func TestRedactKept(t *testing.T) {
	c := builtin(t)
	for _, value := range []string{
		"2|0", "2|-40", "2|5551234", "66|4294967295", "67|123456789", "70|18446744073709551615", "64|255.255.255.0", "64|0.0.0.0",
		"6|1.3.6.1.4.1.318.1.3.4.5", "4|", "4|On", "4|normal", "4|onBattery", "4|AP7920", "4|Smart-UPS 1500",
		"4|v3.9.2", "4|6.8.2", "4|1.2.0.14", "4|apc_hw05_aos_392.bin", "4|V09.003", "4|09/12/2023", "4|2024-01-31", "4|20240131",
		"4|12:30:59", "4|Mar 20 2019", "4|230.5 V", "4|100-240V", "4|Temperature 1", "4|Humidity2", "4|Outlet4.7", "4|L1-L2",
		"4|bypass=on", "4|Bypass: none", "4|file name: apc_hw05.bin", "4|12.5 48.2", "4x|0a000000", "4x|0000000a", "4x|3f800000",
		"4|N/A", "4x|07e7090c0d0e0f00", "4x|00", "4x|ffffffffffff", "4x|000000000000",
	} {
		oid := "1.3.6.1.4.1.99999.8.1.0|"
		if _, v := redacted(t, redactor(c), oid+value+"\n"); v["8.1.0"] != value {
			t.Errorf("%s became %s", value, v["8.1.0"])
		}
	}
}

// TestRedactKeep holds that a subtree that is to be kept is kept, values and indexes.
func TestRedactKeep(t *testing.T) {
	_, v := redacted(t, confided(t, "1.3.6.1.4.1.99999.2", "1.3.6.1.4.1.99999.3.14.0"), private)
	for oid, want := range map[string]string{
		"2.1.1.172.16.5.99": "2|1", "3.14.0": "4|FT0123456789 installed", "3.15.0": "4|user-1@example.org",
	} {
		if v[oid] != want {
			t.Errorf("%s is %q, want %q", oid, v[oid], want)
		}
	}
}

// TestRedactVerdicts holds that what is left out, and what somebody should look at, is told.
func TestRedactVerdicts(t *testing.T) {
	octets := func(s string) snmp.Value { return snmp.Text(snmp.Bytes, s) }
	one := snmp.Number(snmp.Integer, 1)
	c := builtin(t)
	for _, test := range []struct {
		oid   string
		value snmp.Value
		want  snmp.Verdict
	}{
		{"1.3.6.1.4.1.99999.1.0", one, snmp.Kept},
		{"1.3.6.1.4.1.99999.1.0", octets("on"), snmp.Kept}, // a word of modules
		{"1.3.6.1.4.1.99999.1.0", octets("12.5"), snmp.Kept},
		{"1.3.6.1.4.1.99999.1.0", octets("Rack of the cellar"), snmp.Doubtful},
		{"1.3.6.1.4.1.99999.1.0", octets("012345678901"), snmp.Doubtful},
		{"1.3.6.1.4.1.99999.1.0", octets("+49 30 1234567"), snmp.Doubtful},
		{"1.3.6.1.4.1.99999.1.0", octets("\x01Uwe W\x00"), snmp.Doubtful},
		{"1.3.6.1.4.1.99999.1.0", octets("AB1234567890"), snmp.Redacted},
		{"1.3.6.1.4.1.99999.1.0", octets("AB1234567890.dc1"), snmp.Redacted},
		{"1.3.6.1.4.1.99999.1.0", octets("AB1234567890 of Uwe"), snmp.Partly},
		{"1.3.6.1.4.1.99999.1.0", octets("AB1234567890, on"), snmp.Redacted},
		{"1.3.6.1.4.1.99999.1.0", octets("\x8d\x4d\x58\x63"), snmp.Doubtful}, // 141.77.88.99
		{"1.3.6.1.4.1.99999.1.0", octets("\x00\x01\x02\x03"), snmp.Kept},
		{"1.3.6.1.4.1.99999.1.0", snmp.Number(snmp.Integer, 172837465), snmp.Doubtful},
		{"1.3.6.1.4.1.99999.1.0", snmp.Number(snmp.Integer, 172837), snmp.Kept},
		{"1.3.6.1.4.1.99999.1.0", snmp.Number(snmp.Integer, 2147483647), snmp.Kept},
		{"1.3.6.1.4.1.99999.1.0", snmp.Number(snmp.Unsigned, 172837465), snmp.Kept},
		{"1.3.6.1.4.1.99999.1.0", snmp.Number(snmp.TimeTicks, 172837465), snmp.Kept},
		{"1.3.6.1.2.1.33.1.2.3.0", snmp.Number(snmp.Integer, 172837465), snmp.Kept}, // minutes that remain
		{"1.3.6.1.4.1.99999.1.1.192.168.7.8", one, snmp.LeftOut},
		{"1.3.6.1.4.1.99999.1.1.4.97.98.99.100", one, snmp.LeftOut},
		{"1.3.6.1.4.1.99999.1.1.0.192.183.186.64.99", one, snmp.LeftOut},
		{"1.3.6.1.4.1.99999.1.1.1.2.3.4", one, snmp.Kept},
		{"1.3.6.1.4.1.318.1.1.12.3.5.1.1.4.24", one, snmp.Kept},
		{"1.3.6.1.2.1.33.1.3.3.1.3.1", one, snmp.Kept},
	} {
		if _, got := redactor(c).Redact(snmp.Varbind{OID: test.oid, Value: test.value}); got != test.want {
			t.Errorf("%s %q: verdict %d, want %d", test.oid, test.value.Text(), got, test.want)
		}
	}
}

// FuzzRedact holds that a secret is found whatever surrounds it, and that what comes
// out is a line.
func FuzzRedact(f *testing.F) {
	for _, around := range []string{"", " ", "user=", "\x00", "\xff\xfe", "ä", "12:34:56:78:9a:", "http://", "\u212a"} {
		f.Add(around, around)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		r := snmp.NewRedactor(nil, nil)
		r.Secret("rackreader")
		v := snmp.Varbind{
			OID: "1.3.6.1.4.1.99999.1.0", Value: snmp.Text(snmp.Bytes, before+"RackReader"+after),
		}
		v, _ = r.Redact(v)
		if strings.Contains(strings.ToLower(v.Value.Octets()), "rackreader") {
			t.Errorf("it is left: %q", v.Value.Octets())
		}
		got, err := snmp.ReadRecording(strings.NewReader(snmp.FormatRecorded(v)))
		if len(v.Value.Octets()) < 1<<16 && (err != nil || len(got) != 1 || got[0] != v) {
			t.Errorf("%q reads back as %v, %v", v.Value.Octets(), got, err)
		}
	})
}
