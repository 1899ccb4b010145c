package power

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanLabel(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"plain", "Smart-UPS 1500", "Smart-UPS 1500"},
		{"blanks around", "  Smart-UPS 1500 \t", "Smart-UPS 1500"},
		{"blanks only", " \t ", ""},
		{"quotes stay", `a "b" \c`, `a "b" \c`},
		{"other scripts stay", "Größe 電源", "Größe 電源"},
		{"line feed", "one\ntwo", "one two"},
		{"line feed behind", "one\n", "one"},
		{"NUL", "one\x00two", "one two"},
		{"escape", "\x1b[31mred", "[31mred"},
		{"delete", "a\x7fb", "a b"},
		{"next line", "a\u0085b", "a b"},
		{"line separators", "a\u2028b\u2029c", "a b c"},
		{"invalid UTF-8", "caf\xe9", "caf\uFFFD"},
		{"invalid UTF-8 in a row", "a\xff\xfe\xfdb", "a\uFFFDb"},
		{"no-break blanks around", "\u00a0a\u00a0", "a"},
		{"longest", strings.Repeat("a", 256), strings.Repeat("a", 256)},
		{"too long", strings.Repeat("a", 257), strings.Repeat("a", 256)},
		{"cut before a rune", strings.Repeat("a", 255) + "ü", strings.Repeat("a", 255)},
		{"cut behind a rune", strings.Repeat("a", 254) + "üx", strings.Repeat("a", 254) + "ü"},
		{"cut leaves no blank", strings.Repeat("a", 255) + " b", strings.Repeat("a", 255)},
		{"cut counts cleaned bytes", "  " + strings.Repeat("a", 256), strings.Repeat("a", 256)},
		{"replacement runes count", strings.Repeat("a\xff", 100), strings.Repeat("a\uFFFD", 64)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := CleanLabel(test.text); got != test.want {
				t.Errorf("CleanLabel(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Smart-UPS 1500", "Smart-UPS 1500"},
		{" AS1234567890 ", "AS1234567890"},
		{"0764", "0764"},
		{"0", "0"},
		{"00", "00"},
		{"1", "1"},
		{"aaaa", "aaaa"},
		{"111111", "111111"},
		{"000100", "000100"},
		{"-1", "-1"},
		{"", ""},
		{"  ", ""},
		{"unknown", ""},
		{"Unknown", ""},
		{" UNKNOWN\n", ""},
		{"N/A", ""},
		{"Description unavailable", ""},
		{"To Be Filled By O.E.M.", ""},
		{"UPS_IDEN", ""},
		{"Blank", ""},
		{"none", ""},
		{"(null)", ""},
		{"000", ""},
		{"0000000000", ""},
		{"?", ""},
		{"???", ""},
		{"----", ""},
		{"....", ""},
		{"****", ""},
		{"____", ""},
		{"####", ""},
		{"XXXXXXXX", ""},
		{"x", ""},
		{"Unknow", ""},
		{"Uninitialized", ""},
		{"SysName", ""},
		{"sysLocation", ""},
		{"Agent Location", ""},
		{"No Location", ""},
		{"<location>", ""},
		{"ID: AB123C0456      , Msg: 123456789-0001", ""},
		{"ID: rack 4", "ID: rack 4"},
		{`"Rack 4"`, "Rack 4"},
		{`"Site 571 STD`, "Site 571 STD"},
		{`\"Site 571 STD\"`, "Site 571 STD"},
		{`Shelf 19"`, `Shelf 19"`},
		{`"A" and "B"`, `"A" and "B"`},
		{"\"\"", ""},
		{"Location 4", "Location 4"},
		{"unknown vendor", "unknown vendor"},
		{"Xerox", "Xerox"},
		{"x1", "x1"},
		{"Éclair", "Éclair"},
	} {
		if got := Identity(test.text); got != test.want {
			t.Errorf("Identity(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

// TestModel cuts what agents put behind a model: serial numbers and versions.
func TestModel(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"RNX UPDU RN0000 (Right), S/N: 123456, Version 2.7.0-abcdef12", "RNX UPDU RN0000 (Right)"},
		{"METER IPS 1290 #012345 (H4, F4.8, B4, Rabc)", "METER IPS 1290"},
		{"Energy 240, fw:1.0.4_12345", "Energy 240"},
		{"STE2 r2, fw:1.5.5_1234", "STE2 r2"},
		{"Runner 4005i FW Version 4.08", "Runner 4005i"},
		{"IPM-8220 1.30.4", "IPM-8220"},
		{"Alert 12E v3.3.0", "Alert 12E"},
		{"Poseidon 4002 SNMP Supervisor v2.0.15", "Poseidon 4002 SNMP Supervisor"},
		{"SiteBoss 571 2.12.570 STD", "SiteBoss 571"},
		{"Smart Card v5.53 (SN 12345678901234)", "Smart Card"},
		{"Card (SN 12345678901234)", "Card"},
		{"Smart-UPS X 750", "Smart-UPS X 750"},
		{"Smart-UPS 1500 RM 2U", "Smart-UPS 1500 RM 2U"},
		{"Eaton 9PX 2200i RT 3U", "Eaton 9PX 2200i RT 3U"},
		{"Web-Thermograph, 10/100BT, 12-24V", "Web-Thermograph, 10/100BT, 12-24V"},
		{"PW9130 1000VA-R", "PW9130 1000VA-R"},
		{"NETYS RT 1/1 UPS", "NETYS RT 1/1 UPS"},
		{"SNMP card", "SNMP card"},
		{"PDU 3.6 kW", "PDU 3.6 kW"},
		{"Rack #2", "Rack #2"},
		{"v1.2.3", "v1.2.3"},
		{"UPS Serial Adapter 2", "UPS Serial Adapter 2"},
		{"PDU 16A FW ready", "PDU 16A FW ready"},
		{"Critical Power SN series", "Critical Power SN series"},
		{"PDU 16A, serial number AB1234", "PDU 16A"},
		{"", ""},
	} {
		if got := Model(test.text); got != test.want {
			t.Errorf("Model(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

// TestFirmware cuts what agents put behind a version.
func TestFirmware(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"PDU System v1.05 (SN 1234567890123)", "PDU System v1.05"},
		{"1234,10,5678,11. 53 31 00 00 00 00 00 00 00 00 00 00", "1234,10,5678,11."},
		{"UPS 09.9 (ID20)", "UPS 09.9 (ID20)"},
		{"UPS 08.3 / MCU 14.0 (18 - 10)", "UPS 08.3 / MCU 14.0 (18 - 10)"},
		{"01 02 03 04", "01 02 03 04"},
		{"GDET: BQ-7-AR / DIGIT: EJ-7-AR", "GDET: BQ-7-AR / DIGIT: EJ-7-AR"},
		{"", ""},
	} {
		if got := Firmware(test.text); got != test.want {
			t.Errorf("Firmware(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func FuzzCleanLabel(f *testing.F) {
	for _, s := range []string{
		"", "plain", " \x00 ", "caf\xe9", strings.Repeat("ü", 200), "a\u2028b", "\u0085", "\xff\xfe",
		strings.Repeat("a", 255) + " b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := CleanLabel(s)
		switch {
		case !utf8.ValidString(got):
			t.Fatalf("CleanLabel(%q) = %q is not UTF-8", s, got)
		case len(got) > MaxLabel:
			t.Fatalf("CleanLabel(%q) has %d bytes", s, len(got))
		case strings.ContainsFunc(got, unicode.IsControl) || strings.ContainsAny(got, "\u2028\u2029"):
			t.Fatalf("CleanLabel(%q) = %q has control characters", s, got)
		case strings.TrimSpace(got) != got:
			t.Fatalf("CleanLabel(%q) = %q has blanks at its ends", s, got)
		case CleanLabel(got) != got:
			t.Fatalf("CleanLabel(%q) = %q, cleaned again %q", s, got, CleanLabel(got))
		}
		if id := Identity(s); id != "" && id != unquoted(got) {
			t.Fatalf("Identity(%q) = %q, cleaned it is %q", s, id, got)
		}
	})
}
