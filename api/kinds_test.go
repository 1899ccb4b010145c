package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/argus-power/argus/power"
)

// declaredKinds reads the kinds of events from where they are declared.
func declaredKinds(t *testing.T) (kinds []power.EventKind) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../power/event_kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for _, value := range spec.Values {
				if text, err := strconv.Unquote(value.(*ast.BasicLit).Value); err == nil {
					kinds = append(kinds, power.EventKind(text))
				}
			}
		}
		return true
	})
	if len(kinds) < 20 {
		t.Fatalf("only %d kinds are declared: %v", len(kinds), kinds)
	}
	return kinds
}
