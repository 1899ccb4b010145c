package config

import (
	"strings"
	"testing"
)

func TestParseTarget(t *testing.T) {
	for _, test := range []struct{ name, text, device, host, address, shown string }{
		{"name", "nas.lan", "", "nas.lan", "nas.lan:3493", "nas.lan"},
		{"short name", "nas", "", "nas", "nas:3493", "nas"},
		{"upper case", "NAS.Lan", "", "nas.lan", "nas.lan:3493", "nas.lan"},
		{"hyphen, underscore", "my_nas-1.lan", "", "my_nas-1.lan", "my_nas-1.lan:3493", "my_nas-1.lan"},
		{"absolute name", "nas.lan.", "", "nas.lan.", "nas.lan.:3493", "nas.lan."},
		{"digits in a name", "10g.lan", "", "10g.lan", "10g.lan:3493", "10g.lan"},
		{"port", "nas.lan:3494", "", "nas.lan", "nas.lan:3494", "nas.lan:3494"},
		{"the usual port", "nas.lan:3493", "", "nas.lan", "nas.lan:3493", "nas.lan"},
		{"lowest port", "nas.lan:1", "", "nas.lan", "nas.lan:1", "nas.lan:1"},
		{"highest port", "nas.lan:65535", "", "nas.lan", "nas.lan:65535", "nas.lan:65535"},
		{"device", "ups@nas.lan", "ups", "nas.lan", "nas.lan:3493", "ups@nas.lan"},
		{"device keeps its case", "My_UPS-1.0@NAS", "My_UPS-1.0", "nas", "nas:3493", "My_UPS-1.0@nas"},
		{"device and port", "ups@nas.lan:3494", "ups", "nas.lan", "nas.lan:3494", "ups@nas.lan:3494"},
		{"IPv4", "10.0.0.7", "", "10.0.0.7", "10.0.0.7:3493", "10.0.0.7"},
		{"IPv4 and port", "10.0.0.7:3494", "", "10.0.0.7", "10.0.0.7:3494", "10.0.0.7:3494"},
		{"IPv4 in brackets", "[10.0.0.7]:3494", "", "10.0.0.7", "10.0.0.7:3494", "10.0.0.7:3494"},
		{"IPv6", "fd00::7", "", "fd00::7", "[fd00::7]:3493", "[fd00::7]"},
		{"IPv6 in full", "FD00:0:0:0:0:0:0:7", "", "fd00::7", "[fd00::7]:3493", "[fd00::7]"},
		{"IPv6 in brackets", "[fd00::7]", "", "fd00::7", "[fd00::7]:3493", "[fd00::7]"},
		{"IPv6 and port", "[fd00::7]:3494", "", "fd00::7", "[fd00::7]:3494", "[fd00::7]:3494"},
		{"IPv6 and device", "ups@fd00::7", "ups", "fd00::7", "[fd00::7]:3493", "ups@[fd00::7]"},
		{"zone", "fe80::7%eth0", "", "fe80::7%eth0", "[fe80::7%eth0]:3493", "[fe80::7%eth0]"},
		{"zone and port", "[fe80::7%2]:3494", "", "fe80::7%2", "[fe80::7%2]:3494", "[fe80::7%2]:3494"},
		{"mapped IPv4", "::ffff:10.0.0.7", "", "10.0.0.7", "10.0.0.7:3493", "10.0.0.7"},
		{
			"mapped IPv4 in hexadecimal", "[::ffff:a00:7]:3494", "", "10.0.0.7", "10.0.0.7:3494",
			"10.0.0.7:3494",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseTarget(test.text, NUT)
			if err != nil {
				t.Fatal(err)
			}
			if got.Device != test.device || got.Host != test.host || got.Address() != test.address ||
				got.String() != test.shown {
				t.Errorf("device %q, host %q, address %s, shown %s", got.Device, got.Host,
					got.Address(), got)
			}
			if again, err := ParseTarget(got.String(), NUT); err != nil || again != got {
				t.Errorf("%s is read as %+v, %v, want %+v", got, again, err, got)
			}
		})
	}
}

func TestParseTargetDefaultPort(t *testing.T) {
	for text, want := range map[string]uint16{"nas.lan": 161, "nas.lan:3493": 3493, "fd00::7": 161} {
		if got, err := ParseTarget(text, SNMP); err != nil || got.Port != want {
			t.Errorf("%s: port %d, %v, want %d", text, got.Port, err, want)
		}
	}
}

func TestParseTargetRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "target is missing"},
		{"blank", " ", "neither a host name nor an address"},
		{"blank before", " nas.lan", "neither"},
		{"blank behind", "nas.lan ", "neither"},
		{"blank behind the port", "nas.lan:3493 ", "no port"},
		{"line feed", "nas.lan\n", "neither"},
		{"line feed inside", "nas\nlan", "neither"},
		{"line feed in the port", "nas.lan:3493\n", "no port"},
		{"line feed in the device", "ups\nLOGOUT@nas.lan", "no UPS name"},
		{"encoded line feed", "nas.lan%0a", "neither"},
		{"encoded line feed in the device", "ups%0a@nas.lan", "no UPS name"},
		{"carriage return", "nas.lan\r", "neither"},
		{"NUL", "nas.lan\x00", "neither"},
		{"invalid UTF-8", "nas\xff", "neither"},
		{"other letters", "näs.lan", "neither"},
		{"look-alike dot", "nas\u3002lan", "neither"},
		{"quote", `ups"@nas.lan`, "no UPS name"},
		{"backslash", `ups\@nas.lan`, "no UPS name"},
		{"no device", "@nas.lan", `"" is no UPS name`},
		{"no host", "ups@", "host is missing"},
		{"at alone", "@", "no UPS name"},
		{"two ats", "ups@@nas.lan", "neither"},
		{"two devices", "a@b@nas.lan", "neither"},
		{"user and password", "user:secret@nas.lan", "before the @ is no UPS name"},
		{"URL", "http://user:secret@nas.lan:3493", "without scheme, user and password"},
		{"scheme", "http://nas.lan", `leave "http://" out`},
		{"path", "nas.lan/ups", "neither"},
		{"glob", "*.lan", "neither"},
		{"network", "10.0.0.0/8", "neither"},
		{"port 0", "nas.lan:0", "use 1 to 65535"},
		{"port 65536", "nas.lan:65536", "use 1 to 65535"},
		{"negative port", "nas.lan:-1", "no port"},
		{"signed port", "nas.lan:+3493", "no port"},
		{"named port", "nas.lan:nut", "no port"},
		{"colon alone", "nas.lan:", "colon without a port"},
		{"port alone", ":3493", "host is missing"},
		{"two ports", "nas.lan:1:2", "neither"},
		{"open bracket", "[fd00::7", "bracket"},
		{"open bracket and port", "[fd00::7:3493", "bracket"},
		{"bracket at the wrong end", "fd00::7]", "neither"},
		{"empty brackets", "[]", "host is missing"},
		{"text behind the bracket", "[fd00::7]x", "write the port as \"[fd00::7]:port\""},
		{"colon behind the bracket", "[fd00::7]:", "write the port as"},
		{"IPv4 of five parts", "10.0.0.0.1", "four numbers"},
		{"IPv4 above 255", "10.0.0.256", "four numbers"},
		{"IPv4 of two parts", "127.1", "four numbers"},
		{"IPv4 as one number", "2130706433", "four numbers"},
		{"zero", "0", "four numbers"},
		{"octal IPv4", "0177.0.0.1", "four numbers"},
		{"dots", "...", "four numbers"},
		{"range", "10.0.0.1-10.0.0.9", "four numbers"},
		{"zone of IPv4", "10.0.0.7%eth0", "neither"},
		{"zone with a line feed", "fe80::7%eth0\nx", "no network interface"},
		{"zone with a blank", "[fe80::7%a b]:3493", "no network interface"},
		{"zone with an escape", "fe80::7%\x1b[31m", "no network interface"},
		{"long zone", "fe80::7%" + strings.Repeat("x", 33), "no network interface"},
		{"empty zone", "fe80::7%", "neither"},
		{"long host", strings.Repeat("x", 254), "longer than 253"},
		{"long device", strings.Repeat("x", 129) + "@nas.lan", "no UPS name"},
		{"huge", strings.Repeat("x", 1<<20), "longer than 400"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseTarget(test.text, NUT)
			if err == nil {
				t.Fatalf("%q is read as %+v", test.text, got)
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "target") {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if len(err.Error()) > 1000 || strings.ContainsAny(err.Error(), "\n\r\x00\x1b") {
				t.Errorf("the message is not one short line: %.200q", err)
			}
		})
	}
}

func FuzzParseTarget(f *testing.F) {
	for _, s := range []string{
		"", "nas.lan", "ups@nas.lan:3494", "[fd00::7]:3494", "fe80::7%eth0", "::ffff:10.0.0.7", "a@b@c",
		"[::1", "10.0.0.256", "x:0", "%0a", "fe80::7%\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseTarget(s, NUT)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r\x00") {
				t.Fatalf("%q: the message is not one line: %q", s, err)
			}
			return
		}
		for _, c := range got.String() + got.Address() {
			if c <= ' ' || c > '~' {
				t.Fatalf("%q: %q is in %+v", s, c, got)
			}
		}
		again, err := ParseTarget(got.String(), NUT)
		if err != nil || again != got {
			t.Fatalf("%q is %+v, shown as %s, read again as %+v, %v", s, got, got, again, err)
		}
	})
}
