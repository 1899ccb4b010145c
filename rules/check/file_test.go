package check

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestNew holds that recorded series are known in whatever order they are recorded, and that
// files with mistakes are no rules.
func TestNew(t *testing.T) {
	file := func(text string) fstest.MapFS { return fstest.MapFS{"a.yml": {Data: []byte(text)}} }
	c, err := New(file(`groups:
  - rules:
      - {record: "site:second:sum", expr: "sum by (site) (device:first:sum)"}
      - {record: "device:first:sum", expr: "argus_power_watts or argus_device_up", labels: {team: power}}
      - {record: "device:wrong:sum", expr: "argus_powr_watts"}
`))
	if err != nil {
		t.Fatal(err)
	}
	for expr, want := range map[string]string{
		`site:second:sum{site="berlin"}`:                       "",
		`site:second:sum{device="ups"}`:                        `no label "device"`,
		`device:first:sum{team="power"}`:                       "",
		`device:first:sum{team="x"} and argus_power_watts`:     `differ in "team"`,
		`device:wrong:sum`:                                     "no metric",
		`device:argus_load:max`:                                "no metric", // not of these files
		`site:second:sum * on (site) group_left () site:third`: "no metric",
	} {
		all := together(c.Check(expr))
		if want == "" && all != "" || !strings.Contains(all, want) {
			t.Errorf("%s: got %q, want %q", expr, all, want)
		}
	}
	if _, err := New(file("groups: 7")); err == nil || !strings.Contains(err.Error(), "a.yml") {
		t.Errorf("a file that is no rules: %v", err)
	}
}

// together puts problems into one text.
func together(list []Problem) string {
	var all []string
	for _, p := range list {
		all = append(all, string(p))
	}
	return strings.Join(all, "; ")
}
