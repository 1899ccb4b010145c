package power

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// constants returns the string constants of a type, in the order of a source file.
func constants(t *testing.T, file, of string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == of {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("%s has no constants of type %s", file, of)
	}
	return values
}

// TestDropReasonsAreAll holds the list that metrics are made of against the
// constants: all but duplicates, which are not recorded.
func TestDropReasonsAreAll(t *testing.T) {
	var got []string
	for _, r := range DropReasons() {
		got = append(got, string(r))
	}
	want := slices.DeleteFunc(constants(t, "snapshot.go", "DropReason"), func(r string) bool {
		return r == string(Duplicate)
	})
	if !slices.Equal(got, want) {
		t.Errorf("DropReasons() = %q, constants %q", got, want)
	}
}

func TestReasonsAreLabelValues(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	for _, list := range [][]string{
		constants(t, "reason.go", "Reason"), constants(t, "snapshot.go", "DropReason"),
	} {
		for i, r := range list {
			if !form.MatchString(r) || slices.Index(list, r) != i {
				t.Errorf("bad or repeated reason %q", r)
			}
		}
	}
}

func TestReasonOf(t *testing.T) {
	stale := &Failure{Reason: Stale, Err: io.EOF}
	for _, test := range []struct {
		name string
		err  error
		want Reason
	}{
		{"no error", nil, ""},
		{"any error", io.EOF, OtherReason},
		{"failure", stale, Stale},
		{"wrapped failure", fmt.Errorf("read: %w", stale), Stale},
		{"joined failure", errors.Join(io.EOF, stale), Stale},
		{"outermost wins", &Failure{Reason: Refused, Err: stale}, Refused},
	} {
		if got := ReasonOf(test.err); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if stale.Error() != "EOF" || !errors.Is(stale, io.EOF) {
		t.Errorf("failure %v hides its cause", stale)
	}
}
