package check

import (
	"slices"

	"github.com/prometheus/prometheus/promql/parser"
)

// binary is the labels of two sides put together.
func (w *walker) binary(n *parser.BinaryExpr) []labels {
	left, right := w.of(n.LHS), w.of(n.RHS)
	if n.VectorMatching == nil || len(left) == 0 || len(right) == 0 {
		return append(left, right...) // one of them is a number, and so has none
	}
	w.matching(n, left, right)
	if n.Op == parser.LOR {
		return append(slices.Clone(left), right...)
	}
	if n.Op == parser.LAND || n.Op == parser.LUNLESS {
		return left
	}
	many, one := left, right
	if n.VectorMatching.Card == parser.CardOneToMany {
		many, one = right, left
	}
	all := make([]labels, len(many))
	for i, l := range many {
		all[i] = matched(n.VectorMatching, l, one)
	}
	return all
}

// matched is what is left of the labels of one side, with those that it gets from the other.
func matched(v *parser.VectorMatching, l labels, other []labels) labels {
	if l == nil {
		return nil
	}
	if v.Card == parser.CardOneToOne {
		if v.On {
			return l.keep(v.MatchingLabels...)
		}
		return l.drop(v.MatchingLabels...)
	}
	for _, name := range v.Include {
		always := len(other) > 0
		for _, o := range other {
			always = always && o[name].always
		}
		l = l.with(always, name)
	}
	return l
}

// matching finds joins whose sides never meet, or name labels that neither has.
func (w *walker) matching(n *parser.BinaryExpr, left, right []labels) {
	v := n.VectorMatching
	for _, name := range slices.Concat(v.MatchingLabels, v.Include) {
		if !anyHas(left, name) && !anyHas(right, name) {
			w.say("%s matches by %q, which neither side has", n.Op, name)
		}
	}
	for _, name := range v.Include {
		one := right
		if v.Card == parser.CardOneToMany {
			one = left
		}
		if !anyHas(one, name) {
			w.say("%s takes %q from the other side, which does not have it", n.Op, name)
		}
	}
	if n.Op == parser.LOR {
		return
	}
	for _, sides := range [][2][]labels{{left, right}, {right, left}} {
		for _, l := range sides[0] {
			if name := apart(v, l, sides[1]); name != "" {
				w.say("the sides of %s never meet, or a part of one does not: they differ in %q", n.Op, name)
				return
			}
		}
	}
}

// apart returns a label in which a branch differs from all those of the other side, "" if it
// may meet one of them.
func apart(v *parser.VectorMatching, l labels, others []labels) string {
	name := ""
	for _, o := range others {
		if name = differ(v, l, o); name == "" {
			return ""
		}
	}
	return name
}

// differ returns a label in which two branches always differ, as far as they are matched by it.
func differ(v *parser.VectorMatching, l, r labels) string {
	if l == nil || r == nil {
		return ""
	}
	for _, side := range []struct{ a, b labels }{{l, r}, {r, l}} {
		for name, a := range side.a {
			if slices.Contains(v.MatchingLabels, name) != v.On || !a.always {
				continue
			}
			b, has := side.b[name]
			if !has || a.value != "" && b.value != "" && a.value != b.value {
				return name
			}
		}
	}
	return ""
}
