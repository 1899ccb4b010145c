package power_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func TestEventKinds(t *testing.T) {
	all := power.EventKinds()
	for i, kind := range all {
		if slices.Index(all, kind) != i {
			t.Errorf("%s is there twice", kind)
		}
		if kind.Meaning() == "" || !strings.HasSuffix(kind.Meaning(), ".") {
			t.Errorf("%s means %q", kind, kind.Meaning())
		}
		if end := kind.End(); end != "" && (end.Begin() != kind || i+1 >= len(all) || all[i+1] != end || end.End() != "") {
			t.Errorf("%s ends with %s, which ends %s", kind, end, end.Begin())
		}
		if strings.Trim(string(kind), "abcdefghijklmnopqrstuvwxyz_") != "" {
			t.Errorf("%q is no label value of ours", kind)
		}
	}
	for _, state := range power.AllStates() {
		begin, end := power.StateBegan(state), power.StateEnded(state)
		if (begin == "") != (end == "") || begin.End() != end || begin != "" && !slices.Contains(all, begin) {
			t.Errorf("%s: %q and %q", state, begin, end)
		}
	}
	if kind := power.EventKind("nonsense"); kind.Meaning() != "" || kind.End() != "" || kind.Begin() != "" {
		t.Error("nonsense means something")
	}
	if kind := power.EventKind(""); kind.End() != "" || kind.Begin() != "" || kind.Meaning() != "" {
		t.Error("nothing means something")
	}
}

func TestEventEnds(t *testing.T) {
	if (&power.Event{Kind: power.BatteryBegan}).Ends() || !(&power.Event{Began: time.Unix(1, 0)}).Ends() {
		t.Error("what ends is known by when it began")
	}
}

// TestEventsPage holds docs/events.md to the kinds of events.
func TestEventsPage(t *testing.T) {
	var want strings.Builder
	for _, kind := range power.EventKinds() {
		if kind.Begin() != "" {
			continue
		}
		ends := ""
		if end := kind.End(); end != "" {
			ends = "`" + string(end) + "`: " + end.Meaning()
		}
		want.WriteString("| `" + string(kind) + "` | " + kind.Meaning() + " | " + ends + " |\n")
	}
	page, err := os.ReadFile("../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), want.String()) {
		t.Errorf("docs/events.md does not have this table:\n%s", want.String())
	}
}
