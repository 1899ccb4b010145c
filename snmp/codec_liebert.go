package snmp

import (
	"maps"
	"strings"

	"github.com/argus-power/argus/power"
)

// Columns of the table in which Liebert and Vertiv cards tell everything, each
// value with its label and unit as texts in the language of the card. What a value
// is, only its point tells: the last number of the index. The one before is the
// class: 1 for values, 2 for the same ones in Fahrenheit, 100 for events.
const (
	liebertLabel  = ".10"
	liebertValue  = ".20"
	liebertUnit   = ".30"
	liebertValues = "1"
	liebertEvents = "100"
)

func liebertCodec() codec {
	return codec{
		columns: []string{liebertLabel, liebertValue, liebertUnit},
		rows: func(root string, t *tree) ([]Row, []StatusRow) {
			l := liebert{
				root: root, t: t, lines: map[liebertFeed]int{},
				points: liebertPoints(), units: liebertUnits(), states: liebertStates(), events: liebertEventsKnown(),
			}
			return l.rows()
		},
	}
}

// A liebert makes rows of the points that a card tells.
type liebert struct {
	root   string
	t      *tree
	points map[string]liebertPoint
	units  map[string]liebertFactor
	states map[string]map[string][]string
	events map[string]liebertEvent
	lines  map[liebertFeed]int // how many single lines there are
	out    []Row
	status []StatusRow
}

// A liebertFeed is a quantity of the output, or of one of the inputs.
type liebertFeed struct {
	quantity power.Quantity
	input    string
}

// A liebertPoint is what a point measures.
type liebertPoint struct {
	quantity power.Quantity
	unit     liebertDimension
	labels   map[string]string
}

// A liebertEvent is what an event means.
type liebertEvent struct {
	alarm  string            // what it is called; "" if it is no reason to worry
	states []string          // those that hold while it is active
	denies bool              // … and that do not hold while it is not
	flag   power.Quantity    // 0 if there is none
	labels map[string]string // those of the flag, which is 0 while the event is active
}

func (l *liebert) rows() ([]Row, []StatusRow) {
	cells := l.t.cells(l.root + liebertValue)
	for _, c := range cells {
		if class, id := liebertIndex(c.Index); class == liebertValues {
			if p := l.points[id]; p.single() {
				l.lines[p.feed()]++
			}
		}
	}
	for _, c := range cells {
		switch class, id := liebertIndex(c.Index); class {
		case liebertValues:
			l.value(c.Index, id)
		case liebertEvents:
			l.event(c.Index, id)
		}
	}
	return l.out, l.status
}

// liebertIndex returns the class and the point of an index.
func liebertIndex(index string) (class, id string) {
	dot := strings.LastIndexByte(index, '.')
	if dot < 0 {
		return "", ""
	}
	before := index[:dot]
	return before[strings.LastIndexByte(before, '.')+1:], index[dot+1:]
}

// single says whether a point measures one line.
func (p liebertPoint) single() bool { return len(p.labels["line"]) == len("L1") }

func (p liebertPoint) feed() liebertFeed { return liebertFeed{p.quantity, p.labels["input"]} }

// value makes the row of a measurement, or of what a point tells in words.
func (l *liebert) value(index, id string) {
	oid := l.root + liebertValue + "." + index
	if words := l.states[id]; words != nil {
		l.status = append(l.status, StatusRow{OID: oid, Map: words})
		return
	}
	p, known := l.points[id]
	unit := strings.ToLower(strings.TrimSpace(l.t.at(l.root+liebertUnit, index).Text()))
	u, also := l.units[unit]
	if !known || !also || u.of != p.unit {
		return
	}
	row := Row{Quantity: p.quantity, OID: oid, Scale: u.scale, Parse: u.parse, Labels: fixedLabels(p.labels)}
	if p.single() && l.lines[p.feed()] == 1 {
		delete(row.Labels, "line") // the only line is the whole device
	}
	l.out = append(l.out, row)
}

// event makes the rows of an event: the alarm, the flag and the states that it is.
func (l *liebert) event(index, id string) {
	oid := l.root + liebertValue + "." + index
	e, known := l.events[id]
	if !known {
		e.alarm = strings.ToLower(power.Identity(l.t.at(l.root+liebertLabel, index).Text()))
	}
	active, inactive := liebertWords()
	if e.alarm != "" {
		l.out = append(l.out, Row{
			Quantity: power.AlarmInfo, OID: oid, Map: mapAll(active, e.alarm),
			When: []Condition{{OID: oid, Is: []string{"active*"}}},
		})
	}
	if e.flag != 0 {
		words := mapAll(inactive, "1")
		maps.Copy(words, mapAll(active, "0"))
		l.out = append(l.out, Row{Quantity: e.flag, OID: oid, Map: words, Labels: fixedLabels(e.labels)})
	}
	if e.states != nil {
		words := mapAll(active, e.states)
		if e.denies {
			maps.Copy(words, mapAll(inactive, []string(nil)))
		}
		l.status = append(l.status, StatusRow{OID: oid, Map: words})
	}
}

func mapAll[V any](words []string, to V) map[string]V {
	out := make(map[string]V, len(words))
	for _, word := range words {
		out[word] = to
	}
	return out
}

// liebertWords lists what cards say of events that hold, and of those that do not.
func liebertWords() (active, inactive []string) {
	for _, kind := range []string{"", " event", " alarm", " warning", " fault"} {
		active, inactive = append(active, "active"+kind), append(inactive, "inactive"+kind)
	}
	return active, inactive
}
