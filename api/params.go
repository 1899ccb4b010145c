package api

import (
	"slices"

	"github.com/argus-power/argus/power"
)

// A param is a parameter that a route knows.
type param struct {
	name  string
	kind  paramKind
	words []string // of those that are words: all that may be said; the first is the default
	most  int      // of those that are counts
}

type paramKind int

const (
	isText    paramKind = iota
	isWord              // one of a few
	isWords             // several of a few: repeated, or with commas between them
	isPair              // name=value; repeatable
	isInstant           // see parseInstant
	isNumber            // finite and not negative
	isCount             // 1 to most
	isSeq               // a sequence number
	isCursor            // what an answer gave as "next"
)

// longest is how many bytes may be given.
func (p *param) longest() int {
	if p.kind == isCursor {
		return maxCursor
	}
	return maxValue
}

// which are the parameters that select devices.
func which() []param {
	return []param{{name: "target"}, {name: "device"}, {name: "type"}, {name: "site"}, {name: "label", kind: isPair}}
}

// paged adds those of answers that come in pages, as JSON or CSV.
func paged(sets ...[]param) []param {
	return append(slices.Concat(sets...),
		param{name: "limit", kind: isCount, most: maxRows},
		param{name: "cursor", kind: isCursor},
		word("format", "json", "csv"))
}

func word(name string, words ...string) param { return param{name: name, kind: isWord, words: words} }

func span() []param {
	return []param{{name: "from", kind: isInstant}, {name: "to", kind: isInstant}}
}

// chosen are the parameters that select events.
func chosen() []param {
	kinds := param{name: "event", kind: isWords}
	for _, kind := range eventKinds() {
		kinds.words = append(kinds.words, string(kind))
	}
	return []param{kinds, word("origin", "", observed, reported)}
}

func eventParams() []param {
	return slices.Concat(chosen(), span(), []param{word("order", "desc", "asc")})
}

func streamParams() []param {
	return slices.Concat(which(), chosen(), []param{{name: "after", kind: isSeq}})
}

func outageParams() []param {
	return append(span(), word("order", "desc", "asc"), word("include", "", "tests"))
}

func summaryParams() []param {
	return append(span(), word("period", "month", "day", "year", "all"), word("include", "", "tests"))
}

func energyParams() []param {
	return append(span(), word("by", "device", "site", "location", "total"), word("period", "day", "month", "total"),
		param{name: "price", kind: isNumber}, param{name: "carbon", kind: isNumber})
}

func sdParams() []param {
	return []param{{name: "target"}, {name: "module"}, {name: "type"}, {name: "site"}, {name: "label", kind: isPair}}
}

// eventKinds returns every kind of event, sorted.
func eventKinds() []power.EventKind { return slices.Sorted(slices.Values(power.EventKinds())) }
