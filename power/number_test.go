package power

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestParseNumber(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       float64
	}{
		{"integer", "230", 230},
		{"zero", "0", 0},
		{"decimals", "27.31", 27.31},
		{"negative", "-12.5", -12.5},
		{"plus", "+5", 5},
		{"leading zeros", "022.5", 22.5},
		{"leading zeros are not octal", "010", 10},
		{"nothing but zeros", "000", 0},
		{"comma", "21,52", 21.52},
		{"trailing point", "10000000.", 10000000},
		{"trailing comma", "26,", 26},
		{"leading point", ".5", 0.5},
		{"sign and point", "-.5", -0.5},
		{"blanks around", "  53 ", 53},
		{"tabs around", "\t53\t ", 53},
		{"as long as it may be", strings.Repeat("0", 62) + ".5", 0.5},
		{"many digits", strings.Repeat("1", 20), 11111111111111111111},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := ParseNumber(test.text); !ok || got != test.want {
				t.Errorf("ParseNumber(%q) = %v, %t, want %v", test.text, got, ok, test.want)
			}
		})
	}
}

func TestParseNumberRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "blank": "   ", "sign alone": "-", "point alone": ".", "sign and point": "-.",
		"nan": "nan", "NaN": "NaN", "inf": "inf", "minus inf": "-Inf", "infinity": "infinity",
		"hexadecimal": "0x1F", "hexadecimal power": "0x1p-2", "binary": "0b1", "octal": "0o17",
		"exponent": "1e3", "big exponent": "1E+300", "underscore": "1_000", "two points": "1.2.3",
		"point and comma": "1.000,5", "comma and point": "1,000.5", "two signs": "--5",
		"sign in the middle": "1-2", "sign behind": "5-", "inner blank": "1 2", "unit": "230V",
		"percent": "50%", "clock": "1:57", "word": "LoadTooLow", "unknown temperature": "XX.X",
		"line feed": "5\n", "carriage return": "5\r", "no-break blank": "\u00a05",
		"NUL": "5\x00", "other digits": "\u0665", "full-width digits": "\uff15", "invalid UTF-8": "5\xff",
		"255 digits": strings.Repeat("9", 255), "65 characters": strings.Repeat("0", 65),
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := ParseNumber(text); ok {
				t.Errorf("ParseNumber(%q) = %v", text, got)
			}
		})
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{
		"", "0", "-1", "022.5", "21,52", "10000000.", " .5 ", "nan", "inf", "1e3", "0x1", "1_0", "-0",
		strings.Repeat("9", 64), "0." + strings.Repeat("0", 60) + "1", "4.9e-324",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := ParseNumber(s)
		if !ok {
			if v != 0 {
				t.Fatalf("ParseNumber(%q) refuses and gives %v", s, v)
			}
			return
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("ParseNumber(%q) = %v", s, v)
		}
		if strings.ContainsAny(s, "eExX_nN") {
			t.Fatalf("ParseNumber(%q) = %v, which no device means", s, v)
		}
		form := strconv.FormatFloat(v, 'f', -1, 64)
		if len(form) > 64 {
			return // the shortest form of a long number may be longer than itself
		}
		if again, ok := ParseNumber(form); !ok || again != v {
			t.Fatalf("%q is %v, its form %s is %v, %t", s, v, form, again, ok)
		}
	})
}
