package snmp

import (
	"strings"
	"testing"
)

func TestPatternMatch(t *testing.T) {
	for _, test := range []struct {
		pattern, index string
		want           string // what was captured, with blanks; "-" if it does not match
	}{
		{".1.{outlet}", "7", "7"},
		{".1.{outlet}", "0", "0"},
		{".1.{outlet}", "7.0", "7"},
		{".1.{outlet}", "0.0", "0"},
		{".1.{outlet}", "7.3.2", "7.3.2"},
		{".1.{outlet}", "7.3.0", "7.3"},
		{".1.{outlet}", "", "-"},
		{".1.{device}.{outlet}", "2.7", "2 7"},
		{".1.{device}.{outlet}", "2.7.0", "2 7"},
		{".1.{device}.{outlet}", "2.7.9", "2 7.9"},
		{".1.{device}.{outlet}", "2.0", "2 0"},
		{".1.{device}.{outlet}", "2", "-"},
		{".1.{outlet}.1", "7.1", "7 "},
		{".1.{outlet}.1", "7.1.0", "7 "},
		{".1.{outlet}.1", "7.2", "-"},
		{".1.{outlet}.1", "7.1.5", "-"},
		{".1.{outlet}.1", "7", "-"},
		{".1.{a}.1.{b}", "7.1.4.2", "7  4.2"},
		{".1.{_}.{_}", "3.4", "3 4"},
	} {
		p, err := parsePattern(own, test.pattern)
		wantNoError(t, err)
		captured, ok := p.match(test.index)
		if !ok {
			captured = []string{"-"}
		}
		if got := strings.Join(captured, " "); got != test.want {
			t.Errorf("%s of %s: got %q, want %q", test.index, test.pattern, got, test.want)
		}
	}
}

func TestPatternParts(t *testing.T) {
	for _, test := range []struct {
		text, column, table string
		instance            bool
	}{
		{".2.1.0", own + ".2.1.0", own + ".2.1", true},
		{".3.1.{line}", own + ".3.1", own + ".3", false},
		{".{line}", own, "1.3.6.1.4.1", false},
		{"1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.3", true},
		{"1.3.{line}", "1.3", "1", false},
	} {
		p, err := parsePattern(own, test.text)
		wantNoError(t, err)
		wantEqual(t, test.column, p.column, test.text)
		wantEqual(t, test.table, p.table(), test.text)
		wantEqual(t, test.instance, p.instance(), test.text)
	}
}

func TestPatternMistakesSayWhatToDo(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "write numbers with dots",
		"1":                    "write numbers with dots",
		".":                    "write numbers with dots",
		".1..2":                "write numbers with dots",
		".01":                  "write numbers with dots",
		".4294967296":          "write numbers with dots",
		"sysUpTime.0":          "write numbers with dots",
		".1{line}":             "write numbers with dots",
		"3.1.1":                "write numbers with dots", // no agent can be asked for it
		"1.40.1":               "write numbers with dots",
		".1.{line":             `"{line" is neither a number nor a placeholder such as {outlet}`,
		".1.{}":                `"{}" is neither`,
		".1.{Line}":            `"{Line}" is neither`,
		".1.{line}x":           `"{line}x" is neither`,
		".1.{line}.":           `"" is neither`,
		".1.{line}.{a}b":       `"{a}b" is neither`,
		".1.{line}.-1":         `"-1" is neither`,
		".1.{outlet}.{outlet}": "{outlet} twice; give the second another name",
	} {
		_, err := parsePattern(own, text)
		wantErrorText(t, err, want)
	}
	_, err := parsePattern("", ".1.0")
	wantErrorText(t, err, "the module has no root")
}

func TestPatternFill(t *testing.T) {
	from, _ := parsePattern(own, ".1.{device}.{outlet}.5")
	captured, ok := from.match("2.7.5")
	wantEqual(t, true, ok)
	for text, want := range map[string]string{
		".9.{outlet}":            own + ".9.7",
		".9.{outlet}.1.{device}": own + ".9.7.1.2",
		".9.{device}.0":          own + ".9.2.0",
		".9.0":                   own + ".9.0",
		".9.{line}":              "",
	} {
		p, err := parsePattern(own, text)
		wantNoError(t, err)
		got, _ := p.fill(from, captured)
		wantEqual(t, want, got, text)
	}
}

// FuzzPattern holds that a pattern which is accepted finds its own instances again.
func FuzzPattern(f *testing.F) {
	for _, text := range []string{".1.{line}", "1.3.6.{a}.2.{b}", ".1.{_}.{_}.0", ".{x}", "1.3.6.1.2.1.1.3.0", ".1.{a"} {
		f.Add(text, "1.2.3")
		f.Add(text, "7.0")
	}
	f.Fuzz(func(t *testing.T, text, index string) {
		p, err := parsePattern(own, text)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		if !validOID(p.column) {
			t.Fatalf("column %q", p.column)
		}
		if !validOID("1."+index) || p.instance() {
			return
		}
		captured, ok := p.match(index)
		if !ok || strings.Contains(text, "{_}") {
			return
		}
		oid, ok := p.fill(p, captured)
		if !ok {
			t.Fatalf("%q does not fill itself with %q", text, captured)
		}
		rest, below := under(oid, p.column)
		again, ok := p.match(rest)
		// One ".0" too much is cut off, and of several one at each time.
		first, second := strings.Join(captured, " "), strings.Join(again, " ")
		if !below || !ok || second != first && second != strings.TrimSuffix(first, ".0") {
			t.Errorf("%q of %q captures %q, and then %q of %q", index, text, captured, again, oid)
		}
	})
}
