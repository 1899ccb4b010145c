package trap

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
)

var update = flag.Bool("update", false, "write testdata anew")

// TestTable holds the table to its golden file, which was compared with the MIBs, and to the vocabulary of events.
func TestTable(t *testing.T) {
	var text strings.Builder
	known := power.EventKinds()
	seen := map[string]bool{}
	for _, n := range Table() {
		fmt.Fprintf(&text, "%s %s %s %s\n", n.OID, n.MIB, n.Name, orNothing(n.Event()))
		if seen[n.OID] || n.Name == "" || n.MIB == "" {
			t.Errorf("%s is there twice, or has no name", n.OID)
		}
		seen[n.OID] = true
		if n.Kind != "" && !slices.Contains(known, n.Event()) || n.Kind == "" && n.Probe {
			t.Errorf("%s: %q is no event", n.Name, n.Event())
		}
	}
	if *update {
		if err := os.WriteFile("testdata/table.txt", []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile("testdata/table.txt")
	if err != nil || string(golden) != text.String() {
		t.Errorf("testdata/table.txt is another one (%v); -update writes it", err)
	}
}

func orNothing(kind power.EventKind) string {
	if kind == "" {
		return "nothing"
	}
	return string(kind)
}

// TestForms sends each notification in all forms that an agent may give it.
func TestForms(t *testing.T) {
	for _, want := range Table() {
		head, last, _ := cutLast(want.OID)
		bare := strings.TrimSuffix(head, ".0")
		specific, _ := strconv.ParseInt(last, 10, 64)
		forms := [][]byte{
			v2c("traps", notification(pduTrap, want.OID)),
			v2c("traps", notification(pduTrap, bare+"."+last)),
			v2c("traps", notification(pduTrap, bare+".0."+last)),
		}
		if generic := strings.TrimSuffix(oidGeneric, "."); head == generic {
			forms = append(forms[:1], v1("traps", "1.3.6.1.4.1.318", [4]byte{}, specific-1, 0))
		} else {
			forms = append(forms, v1("traps", bare, [4]byte{}, 6, specific))
		}
		for i, octets := range forms {
			if v := newDesk().take(octets, access(), 0); v.notice == nil || v.notice.Name != want.Name {
				t.Errorf("%s, form %d: %+v", want.OID, i, v.notice)
			}
		}
	}
}

// TestMeanings are notifications with what they are known to carry.
func TestMeanings(t *testing.T) {
	const rfc, xups, st4 = "1.3.6.1.2.1.33", "1.3.6.1.4.1.534.1", "1.3.6.1.4.1.1718.4.1"
	const px2 = "1.3.6.1.4.1.13742.6"
	for _, one := range []struct {
		trap  string
		binds []bind
		want  string // event, place, unit, detail
	}{
		{rfc + ".2.1", []bind{{rfc + ".1.2.3.0", 12}}, "on_battery|||"},
		{rfc + ".2.2", []bind{{rfc + ".1.7.3.0", 1}}, "test_finished|||passed"},
		{rfc + ".2.2", []bind{{rfc + ".1.7.3.0", 3}}, "test_finished|||failed"},
		{rfc + ".2.2", nil, "test_finished|||"},
		{rfc + ".2.3", []bind{{rfc + ".1.6.2.1.2.4", object(rfc + ".1.6.3.3")}}, "low_battery|||low battery"},
		{rfc + ".2.4", []bind{{rfc + ".1.6.2.1.2.4", object(rfc + ".1.6.3.2")}}, "on_battery_ended|||on battery"},
		{rfc + ".2.3", []bind{{rfc + ".1.6.2.1.2.4", object(rfc + ".1.6.3.16")}}, "alarm|fan failure||"},
		{rfc + ".2.3", []bind{{rfc + ".1.6.2.1.2.4", object("1.3.6.1.4.1.9.9")}}, "alarm|||1.3.6.1.4.1.9.9"},
		{rfc + ".2.3", []bind{{rfc + ".1.6.2.1.2.4", "no OID"}}, "alarm|||"},
		{
			"1.3.6.1.4.1.318.0.269",
			[]bind{{"1.3.6.1.4.1.318.1.1.12.3.3.1.1.1.7", 7}, {"1.3.6.1.4.1.318.2.3.3.0", "Outlet off\r\n"}},
			"outlet_off|outlet 7||Outlet off",
		},
		{
			"1.3.6.1.4.1.534.1.11.4.1.0.22",
			[]bind{{xups + ".7.2.1.2.1", object(xups + ".7.11")}, {xups + ".11.3.0", "on bypass is gone"}},
			"bypass_ended|||on bypass",
		},
		{"1.3.6.1.4.1.534.6.6.7.0.33", []bind{{"1.3.6.1.4.1.534.6.6.7.6.6.1.2.0.3", 0}}, "outlet_off|outlet 3|0|"},
		{"1.3.6.1.4.1.534.6.6.7.0.33", []bind{{"1.3.6.1.4.1.534.6.6.7.6.6.1.2.0.3", 2}}, "|outlet 3|0|"},
		{"1.3.6.1.4.1.1718.4.100.0.16", []bind{{st4 + ".8.3.1.1.1.2.5", 1}}, "outlet_on|outlet 2.5|1|"},
		{"1.3.6.1.4.1.1718.4.100.0.12", []bind{{st4 + ".6.3.1.1.1.2.5", 12}}, "branch_open|branch 2.5|1|"},
		{px2 + ".0.63", []bind{{px2 + ".5.4.3.1.3.1.12.14", 8}}, "outlet_off|outlet 12|1|"},
		{px2 + ".0.63", []bind{{px2 + ".5.4.3.1.3.1.12.1", 5}}, "|outlet 12|1|"},
		{px2 + ".0.65", []bind{{px2 + ".5.3.3.1.3.2.3.15", 0}}, "branch_open|branch 3|2|"},
		{"1.3.6.1.4.1.476.1.42.3.3.0.1", []bind{
			{"1.3.6.1.4.1.476.1.42.3.2.3.1.2.9", object("1.3.6.1.4.1.476.1.42.3.2.7.1.4168")},
		}, "alarm|||1.3.6.1.4.1.476.1.42.3.2.7.1.4168"},
		{"1.3.6.1.4.1.99999.1.2.3", []bind{{"1.3.6.1.2.1.1.5.0", "something happened"}}, "|||something happened"},
	} {
		v := newDesk().take(v2c("traps", notification(pduTrap, one.trap, one.binds...)), access(), 0)
		n := v.notice
		if n == nil {
			t.Errorf("%s: %v", one.trap, v.outcome)
			continue
		}
		if got := fmt.Sprintf("%s|%s|%s|%s", n.Event(), n.Place, n.Unit, n.Detail); got != one.want {
			t.Errorf("%s %v: %s, want %s", one.trap, one.binds, got, one.want)
		}
	}
}
