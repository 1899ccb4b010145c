package check

import (
	"testing"

	"github.com/argus-power/argus/rules"
)

// shippedRules are the rules that come with Argus.
func shippedRules(t *testing.T) []Rule {
	t.Helper()
	list, err := Rules(rules.Files)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d rules: %v", len(list), err)
	}
	return list
}

func TestExpressions(t *testing.T) {
	for _, r := range shippedRules(t) {
		for _, p := range Check(r.Expr) {
			t.Errorf("%s: %s: %s", r.File, r.Name(), p)
		}
	}
}
