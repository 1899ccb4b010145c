package trap

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestPage holds docs/traps.md to the table and to the outcomes.
func TestPage(t *testing.T) {
	counts := map[string]int{}
	for _, n := range Table() {
		counts[n.MIB]++
	}
	var names []string
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	var want strings.Builder
	want.WriteString("| MIB | notifications |\n|---|---|\n")
	for _, name := range names {
		fmt.Fprintf(&want, "| %s | %d |\n", name, counts[name])
	}
	page, err := os.ReadFile("../../docs/traps.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), want.String()) {
		t.Errorf("docs/traps.md does not have this table:\n%s", want.String())
	}
	for _, o := range Outcomes() {
		if !strings.Contains(string(page), "\n| `"+o.String()+"` | ") {
			t.Errorf("docs/traps.md does not explain %s", o)
		}
	}
}
