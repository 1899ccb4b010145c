package check

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/prometheus/prometheus/promql/parser"

	"github.com/argus-power/argus/rules"
)

// A Problem is a mistake in an expression, in words for whoever wrote it.
type Problem string

// A Checker knows the metrics that expressions may name.
type Checker struct{ metrics map[string]metric }

// New returns a checker that knows what Argus serves and what the rules in a directory record.
// Rules may use what others record, in any order, and what they recorded themselves before: so they
// are learnt until nothing is new.
func New(dir fs.FS) (*Checker, error) {
	list, err := Rules(dir)
	if err != nil {
		return nil, err
	}
	c := &Checker{metrics: metrics()}
	for learnt := true; learnt; {
		learnt = false
		for i := range list {
			_, known := c.metrics[list[i].Record]
			if list[i].Record == "" || known || !c.knowsAll(&list[i]) {
				continue
			}
			c.metrics[list[i].Record] = c.record(&list[i])
			learnt = true
		}
	}
	return c, nil
}

// shipped knows the rules that come with Argus.
var shipped = sync.OnceValue(func() *Checker {
	c, err := New(rules.Files)
	if err != nil {
		panic(fmt.Sprintf("the rules of Argus cannot be read: %v", err)) // a test holds that they can
	}
	return c
})

// Check finds what can never be right in an expression, for what Argus serves and its rules
// record.
func Check(expr string) []Problem { return shipped().Check(expr) }

// Names returns the metrics that an expression names, each once; nil if it cannot be parsed.
func Names(expr string) []string {
	var names []string
	seen := map[string]bool{}
	tree, err := parse(expr)
	if err != nil {
		return nil
	}
	parser.Inspect(tree, func(n parser.Node, _ []parser.Node) error {
		if s, ok := n.(*parser.VectorSelector); ok && !seen[nameOf(s)] {
			seen[nameOf(s)] = true
			names = append(names, nameOf(s))
		}
		return nil
	})
	return names
}

// Check finds what can never be right in an expression.
func (c *Checker) Check(expr string) []Problem {
	_, problems := c.infer(expr)
	return problems
}

func (c *Checker) infer(expr string) ([]labels, []Problem) {
	tree, err := parse(expr)
	if err != nil {
		return nil, []Problem{Problem(err.Error())}
	}
	w := walker{metrics: c.metrics}
	return w.of(tree), w.problems
}

// Missing returns those of the labels that some result of the expression cannot have, because
// its branch of an "or" yields none of the name.
func (c *Checker) Missing(expr string, names ...string) []string {
	var missing []string
	branches, _ := c.infer(expr)
	for _, name := range names {
		for _, branch := range branches {
			if _, has := branch[name]; !has && branch != nil {
				missing = append(missing, name)
				break
			}
		}
	}
	return missing
}

// knowsAll says whether all is known that a rule uses, but for what it recorded itself before.
func (c *Checker) knowsAll(r *Rule) bool {
	for _, name := range Names(r.Expr) {
		if _, known := c.metrics[name]; !known && name != r.Record {
			return false
		}
	}
	return true
}

// record is what a recording rule adds: the labels that all its branches may have. Nothing is known of
// a branch that hands on what the rule recorded before: it has what the others have.
func (c *Checker) record(r *Rule) metric {
	branches, _ := c.infer(r.Expr)
	if slices.Contains(Names(r.Expr), r.Record) {
		branches = slices.DeleteFunc(branches, func(l labels) bool { return l == nil })
	}
	m := metric{labels: join(branches)}
	for name, value := range r.Labels {
		m.labels[name] = label{always: true, value: value}
	}
	return m
}

// join is what is known of the series of any of the branches.
func join(branches []labels) labels {
	all := labels{}
	for _, branch := range branches {
		for name := range branch {
			all[name] = label{}
		}
	}
	for name := range all {
		first := branches[0][name]
		for _, branch := range branches {
			l, has := branch[name]
			first.always = first.always && has && l.always
			if l.value != first.value {
				first.value = ""
			}
		}
		all[name] = first
	}
	return all
}
