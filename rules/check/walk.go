package check

import (
	"fmt"

	"github.com/prometheus/prometheus/promql/parser"
)

// parse takes what the oldest Prometheus takes that the rules are for: nothing experimental.
func parse(expr string) (parser.Expr, error) {
	return parser.NewParser(parser.Options{}).ParseExpr(expr)
}

// A walker finds the problems of an expression, and the labels that its results can have.
type walker struct {
	metrics  map[string]metric
	problems []Problem
}

func (w *walker) say(format string, args ...any) {
	w.problems = append(w.problems, Problem(fmt.Sprintf(format, args...)))
}

// of returns the labels of the results, one entry for each branch of an "or": none for a
// number, nil where nothing is known of them.
func (w *walker) of(n parser.Expr) []labels {
	switch n := n.(type) {
	case *parser.ParenExpr:
		return w.of(n.Expr)
	case *parser.UnaryExpr:
		return w.of(n.Expr)
	case *parser.StepInvariantExpr:
		return w.of(n.Expr)
	case *parser.SubqueryExpr:
		return w.of(n.Expr)
	case *parser.MatrixSelector:
		return w.of(n.VectorSelector)
	case *parser.VectorSelector:
		return []labels{w.selector(n)}
	case *parser.AggregateExpr:
		return w.aggregate(n)
	case *parser.Call:
		return w.call(n)
	case *parser.BinaryExpr:
		return w.binary(n)
	}
	return nil
}

// aggregate is what "by" and "without" leave; topk and its like choose series and leave all.
func (w *walker) aggregate(n *parser.AggregateExpr) []labels {
	inner := w.of(n.Expr)
	w.grouping(n, inner)
	var all []labels
	for _, l := range inner {
		switch {
		case n.Op == parser.TOPK || n.Op == parser.BOTTOMK:
			all = append(all, l)
		case n.Without && l == nil:
			all = append(all, nil)
		case n.Without:
			all = append(all, l.drop(n.Grouping...))
		case l == nil:
			all = append(all, labels{}.with(false, n.Grouping...))
		default:
			all = append(all, l.keep(n.Grouping...))
		}
	}
	if text, ok := n.Param.(*parser.StringLiteral); ok && n.Op == parser.COUNT_VALUES {
		for i := range all {
			all[i] = all[i].with(true, text.Val)
		}
	} else if n.Param != nil {
		w.of(n.Param)
	}
	return all
}

// grouping finds labels that no series has which is grouped. An owner's label may be missing
// everywhere, so that it is enough if it may be there.
func (w *walker) grouping(n *parser.AggregateExpr, inner []labels) {
	if len(inner) == 0 {
		return
	}
	for _, name := range n.Grouping {
		if !anyHas(inner, name) {
			w.say("%s groups by %q, which %s does not have", n.Op, name, n.Expr)
		}
	}
}

func anyHas(branches []labels, name string) bool {
	for _, l := range branches {
		if _, has := l[name]; has || l == nil {
			return true
		}
	}
	return len(branches) == 0
}

// call is the labels of the first vector, changed by the functions that change labels.
func (w *walker) call(n *parser.Call) []labels {
	var result []labels
	for i, arg := range n.Args {
		if inner := w.of(arg); i == 0 || result == nil {
			result = inner
		}
	}
	switch n.Func.Name {
	case "label_replace", "label_join":
		return w.relabel(n, result)
	case "absent", "absent_over_time":
		return []labels{equals(n.Args[0])}
	case "histogram_quantile":
		for i, l := range result {
			result[i] = l.drop("le")
		}
	case "scalar", "time":
		return nil
	case "vector":
		return []labels{{}}
	}
	if n.Func.ReturnType == parser.ValueTypeScalar {
		return nil
	}
	if len(n.Args) == 0 {
		return []labels{{}}
	}
	return result
}

// relabel adds the label that label_replace or label_join writes.
func (w *walker) relabel(n *parser.Call, inner []labels) []labels {
	const target, source = 1, 3
	text := func(i int) string {
		if s, ok := n.Args[i].(*parser.StringLiteral); ok {
			return s.Val
		}
		return ""
	}
	for i := source; i < len(n.Args); i++ {
		fromLabel := n.Func.Name == "label_join" || i == source
		if name := text(i); fromLabel && name != "" && !anyHas(inner, name) {
			w.say("%s reads %q, which %s does not have", n.Func.Name, name, n.Args[0])
		}
	}
	all := make([]labels, len(inner))
	for i, l := range inner {
		if l != nil {
			all[i] = l.with(false, text(target))
		}
	}
	return all
}
