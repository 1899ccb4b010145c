package config

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// parts makes files f1.yml, f2.yml … of texts.
func parts(texts ...string) []File {
	var files []File
	for i, text := range texts {
		files = append(files, File{"f" + string(rune('1'+i)) + ".yml", []byte(text)})
	}
	return files
}

// TestSeveralFiles holds what mistakes between files are reported, in which order.
func TestSeveralFiles(t *testing.T) {
	auth := "auths:\n  nas: {targets: [nas.lan], tls: {}}\n"
	for _, test := range []struct {
		name        string
		texts, want []string
	}{
		{
			"auth in two files",
			[]string{auth, auth},
			[]string{"f2.yml:2: auth nas is defined twice; rename one of them"},
		},
		{
			"in the order of files and lines",
			[]string{
				"modules:\n  b: {extends: none}\n  a: {timeout: x}\n",
				"targets: {allow: [a b]}\nmodules: {c: 1}\n",
				"devices: 1\n",
				"\n\nx: [\n",
			},
			[]string{
				`f1.yml:2: module b extends "none", which does not exist; known are a`,
				`f1.yml:3: timeout must be a duration such as 5s or 500ms, not "x"`,
				`f1.yml:3: module a needs protocol: nut or snmp (or extends: a module that has it)`,
				`f2.yml:1: targets.allow "a b": "a b" is neither a host name nor an address; write a host, ` +
					`an address or a network such as nas.lan, *.ups.lan:3493 or 10.0.0.0/8`,
				`f2.yml:2: module c must be a mapping (key: value), not a single value`,
				`f3.yml:1: devices must be a list such as [a, b], not a single value`,
				`f4.yml:3: not valid YAML: did not find expected node content`,
			},
		},
		{
			"a loop through two files",
			[]string{
				"modules: {a: {protocol: nut}}", "modules: {b: {extends: a}}", "modules: {a: {extends: b}}",
			},
			[]string{"f3.yml:1: module a extends itself: a > b > a"},
		},
		{
			"a mistake in a module that another one inherits",
			[]string{
				"modules:\n  a:\n    protocol: nut\n    readings: [{quantity: outlet_on, var: '{x}'}]\n",
				"modules: {b: {extends: a}}",
			},
			[]string{`f1.yml:4: placeholder "{x}" is none of the labels of outlet_on: outlet`},
		},
		{
			"a file cut off while it was written",
			[]string{"targets: {allow: [a.lan]}", " \n"},
			[]string{"f2.yml: the file is empty; if that is meant, put a comment into it"},
		},
		{
			"files with nothing but what begins a file",
			[]string{"\ufeff", "---\n", "null\n", "\ufeff---\n---\n", "\xff\xfe", "\ufeff# on purpose\n", "--- # on purpose\n"},
			[]string{
				"f1.yml: the file is empty; if that is meant, put a comment into it",
				"f2.yml: the file is empty; if that is meant, put a comment into it",
				"f3.yml: the file is empty; if that is meant, put a comment into it",
				"f4.yml: the file is empty; if that is meant, put a comment into it",
				"f5.yml: the file is empty; if that is meant, put a comment into it",
			},
		},
		{
			"the same mistake in two files",
			[]string{"x: 1", "x: 1"},
			[]string{
				`f1.yml:1: the file has no key "x"; known are auths, devices, modules, targets, traps`,
				`f2.yml:1: the file has no key "x"; known are auths, devices, modules, targets, traps`,
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := Parse(parts(test.texts...)...)
			if c != nil || err == nil {
				t.Fatalf("got %v, %v", c, err)
			}
			if got := strings.Split(err.Error(), "\n"); !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", err, strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestFilesAddUp(t *testing.T) {
	c := parse(t, parts(
		"targets: {allow: [a.lan]}\nauths: {a: {targets: ['*'], tls: {}}}\n",
		"# nothing, on purpose\n",
		"targets: {allow: [b.lan]}\nauths: {b: {targets: [a.lan], tls: {}}}\n"+
			"modules: {m: {extends: nut}}\n",
	)...)
	for host, want := range map[string]bool{"a.lan": true, "b.lan": true, "c.lan": false} {
		if err := c.policy.admits(Target{Protocol: NUT, Host: host, Port: nutPort}, nil); (err == nil) != want {
			t.Errorf("%s: %v, want admission: %t", host, err, want)
		}
	}
	if a := c.authFor(Target{Protocol: NUT, Host: "a.lan", Port: nutPort}); a == nil || a.Name != "a" {
		t.Errorf("auth %v, want the one of the first file", a)
	}
	if got := c.ModuleNames(); !slices.Equal(got, []string{"m", "nut"}) {
		t.Errorf("modules %q", got)
	}
}

func TestProblem(t *testing.T) {
	for want, p := range map[string]Problem{
		"a.yml:3: wrong": {"a.yml", 3, "wrong"},
		"a.yml: wrong":   {"a.yml", 0, "wrong"},
	} {
		if p.String() != want {
			t.Errorf("got %s, want %s", p, want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	known := []string{"battery_charge_ratio", "battery_charger", "beeper", "inputs"}
	for word, want := range map[string]string{
		"batery_charge_ratio":   "battery_charge_ratio",
		"battery_charge_ration": "battery_charge_ratio",
		"battery_charge":        "battery_charge_ratio", // the beginning of a name
		"battery_chargr":        "battery_charger",
		"beper":                 "beeper",
		"Beeper":                "beeper",
		"input":                 "inputs",
		"xyz":                   "",
		"":                      "",
	} {
		if got := nearest(word, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := didYouMean("x", nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
	if got := didYouMean("xyz", known); got !=
		"; known are battery_charge_ratio, battery_charger, beeper, inputs" {
		t.Errorf("of a few: %q", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.yml", "testdata/good/*.yml"} {
		for _, file := range mustRead(f, pattern) {
			f.Add(file.Text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if strings.Contains(string(text), "_file") {
			return // what it names could be a terminal
		}
		c, err := Parse(builtIn, File{"fuzz.yml", text})
		if err == nil {
			if c == nil || c.Effective() == "" || !slices.Contains(c.ModuleNames(), "nut") {
				t.Fatalf("the configuration is not complete: %+v", c)
			}
			return
		}
		var problems Problems
		if c != nil || !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("got %v, %v", c, err)
		}
		last, lines := 0, countLines(string(text))
		for _, p := range problems {
			whole := p.Line == 0 && strings.HasPrefix(p.Text, "the file is empty") // about no line of it
			if p.File != "fuzz.yml" || p.Line < max(last, 1) && !whole || p.Line > lines || p.Text == "" {
				t.Fatalf("problem %+v after line %d of %d", p, last, lines)
			}
			last = p.Line
		}
	})
}

// countLines counts as YAML does, which knows more line ends than most.
func countLines(s string) int {
	n := 1
	for _, end := range []string{"\n", "\r", "\u0085", "\u2028", "\u2029"} {
		n += strings.Count(s, end)
	}
	return n
}

func mustRead(tb testing.TB, pattern string) []File {
	tb.Helper()
	files, err := ReadFiles(glob(tb, pattern)...)
	if err != nil {
		tb.Fatal(err)
	}
	return files
}
