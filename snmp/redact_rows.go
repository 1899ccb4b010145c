package snmp

import (
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// row adds what a row reads and looks at.
func (o *knownObjects) row(r *row) {
	words := map[string]bool{}
	for word := range r.mapped {
		words[word] = true
	}
	for _, word := range r.words {
		words[word] = true
	}
	switch {
	case isNaming(r.Quantity) && r.mapped == nil:
		o.note(words)
		o.add(r.at, knownObject{is: isPart, words: []map[string]bool{words}})
	case r.Quantity.Kind() != power.InfoKind || r.mapped != nil:
		o.coded(r.at, words)
	default:
		o.note(words)
		o.add(r.at, knownObject{words: []map[string]bool{words}})
	}
	o.source(&r.device)
	for i := range r.place {
		o.source(&r.place[i])
	}
	if r.digits != nil {
		o.ref(*r.digits, knownObject{is: isCoded})
	}
	o.conditions(r.when)
}

// isNaming says whether a quantity holds the names that people give to parts.
func isNaming(q power.Quantity) bool {
	return q == power.OutletInfo || q == power.BranchInfo || q == power.SensorInfo || q == power.InputInfo
}

func (o *knownObjects) coded(at pattern, words map[string]bool) {
	o.note(words)
	o.add(at, knownObject{is: isCoded, words: []map[string]bool{words}})
}

// note remembers words of modules, which are nobody's secret.
func (o *knownObjects) note(words map[string]bool) {
	for word := range words {
		o.words[word] = true
	}
}

// source adds what a label is taken from. One with a map is coded; any other may
// be a name that somebody gave.
func (o *knownObjects) source(s *source) {
	if s.ref == nil || s.words == nil {
		return
	}
	words := map[string]bool{}
	for word := range s.words {
		words[word] = true
	}
	o.note(words)
	o.ref(*s.ref, knownObject{is: isCoded, words: []map[string]bool{words}})
}

// conditions adds what rows depend on.
func (o *knownObjects) conditions(list []condition) {
	for _, c := range list {
		words := map[string]bool{}
		what := knownObject{words: []map[string]bool{words}}
		for _, word := range slices.Concat(c.is, c.not) {
			switch {
			case strings.Trim(word, "*") == "":
			case strings.Contains(word, "*"):
				what.like = append(what.like, word)
			default:
				words[word] = true
			}
		}
		o.note(words)
		o.ref(c.ref, what)
	}
}
