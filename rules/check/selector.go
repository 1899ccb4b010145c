package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	promlabels "github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// nameOf is the metric that a selector names, "" if it names none.
func nameOf(s *parser.VectorSelector) string {
	for _, m := range s.LabelMatchers {
		if m.Name == model.MetricNameLabel && m.Type == promlabels.MatchEqual {
			return m.Value
		}
	}
	return s.Name
}

// selector returns the labels of what a selector finds.
func (w *walker) selector(s *parser.VectorSelector) labels {
	name := nameOf(s)
	if name == "" {
		w.say("%s names no metric", s)
		return nil
	}
	m, known := w.metrics[name]
	if !known {
		w.say("there is no metric %q", name)
		return nil
	}
	if m.open {
		return nil
	}
	found := m.labels.with(false)
	for _, matcher := range s.LabelMatchers {
		if matcher.Name == model.MetricNameLabel {
			continue
		}
		l, has := found[matcher.Name]
		if !has {
			w.say("%s has no label %q", name, matcher.Name)
			continue
		}
		w.values(name, m.words[matcher.Name], matcher)
		if matcher.Type == promlabels.MatchEqual {
			l = label{always: matcher.Value != "", value: matcher.Value}
		}
		if found[matcher.Name] = l; matcher.Type == promlabels.MatchEqual && matcher.Value == "" {
			delete(found, matcher.Name)
		}
	}
	return found
}

// values finds words that the label never has. Nothing is said of regular expressions that
// are more than a list of words.
func (w *walker) values(name string, words []string, m *promlabels.Matcher) {
	if words == nil {
		return
	}
	list := []string{m.Value}
	if m.Type == promlabels.MatchRegexp || m.Type == promlabels.MatchNotRegexp {
		list = alternatives(m.Value)
	}
	for _, word := range list {
		if word != "" && !slices.Contains(words, word) {
			w.say("%s of %s is never %q", m.Name, name, word)
		}
	}
}

var plainWords = regexp.MustCompile(`^[\w|-]+$`)

// alternatives are the words of an expression such as "a|b", nil if it is anything else.
func alternatives(expr string) []string {
	expr = strings.TrimSuffix(strings.TrimPrefix(expr, "("), ")")
	if !plainWords.MatchString(expr) {
		return nil
	}
	return strings.Split(expr, "|")
}

// equals are the labels that absent() makes: those that are demanded to be equal to something.
func equals(n parser.Expr) labels {
	found := labels{}
	parser.Inspect(n, func(n parser.Node, _ []parser.Node) error {
		s, ok := n.(*parser.VectorSelector)
		for i := 0; ok && i < len(s.LabelMatchers); i++ {
			m := s.LabelMatchers[i]
			if m.Type == promlabels.MatchEqual && m.Name != model.MetricNameLabel {
				found[m.Name] = label{always: true, value: m.Value}
			}
		}
		return nil
	})
	return found
}
