package snmp

import "github.com/argus-power/argus/power"

// A Definition is what modules.yml says of one SNMP module: where the values of
// one kind of device live.
//
// Object identifiers are whole ("1.3.6.1.2.1.33.1.2.4.0") or, with a dot in
// front, relative to Root (".1.2.4.0"). One of a table's column ends in
// placeholders for the index: ".3.3.1.3.{line}". A placeholder stands for one
// number, the last one for all that is left of the index, for agents answer with
// longer indexes than their MIBs declare; a trailing ".0" too much is cut off.
// A placeholder named like a label of the quantity, or "device", is that label.
type Definition struct {
	Name   string
	Root   string
	Type   string              // what the device is: ups, pdu, ats, sensor …
	Detect []string            // objects or subtrees; the module applies if the agent has one; default: Root
	Unless []string            // modules that, where they apply, make this one superfluous
	Info   map[string][]string // field of power.Info -> objects or fixed words, best first
	Lines  map[string]string   // subtree with {line} -> object with the number of lines
	// Labels are those of all rows below a subtree, where a row has no others: the
	// columns of a table that say which outlet of which unit a line of it is about.
	Labels map[string]map[string]Label
	Rows   []Row
	Status []StatusRow
	Codec  string // code that makes rows of what the agent says of itself
}

// A Row says which objects carry a quantity, and how to read them.
type Row struct {
	Quantity power.Quantity
	OID      string
	Labels   map[string]Label
	Scale    float64           // factor to the base unit; 0 means 1
	Offset   float64           // added after scaling
	Digits   string            // column with the number of decimals: 10^-n is one more factor
	Rescale  []float64         // factors to try on a value that is not plausible; debug tells
	Range    [2]float64        // what the row can mean besides 0; zeros: whatever the quantity can
	Invalid  []string          // values that mean "unknown", as numbers or words
	Map      map[string]string // what is said -> number, state or text
	When     []Condition       // all must hold
	Parse    Parser
}

// A Label is where a label's value comes from: a text with placeholders, or an
// object with the row's index; and words for what is found there. With a Map,
// instances whose value is not in it are not read.
type Label struct {
	Text string
	OID  string
	Map  map[string]string
}

// A Condition compares another object with values: one of the row's index if it
// is a column, or a scalar. A value may begin or end with "*", for any text.
type Condition struct {
	OID string
	Is  []string // one of these
	Not []string // none of these
}

// A StatusRow says what an object tells of the device's states.
type StatusRow struct {
	OID string
	// Map is from a value to the states that it means, "" for none of them. All
	// states of the map that a known value does not mean are denied by it. "*" is any
	// value that the map does not have. The state "waiting" says that the agent has lost
	// the device: its values are old ones, and the device is down.
	Map map[string][]string
	// Flags is from the position in a text of 0 and 1, first 1, to states.
	Flags map[int][]string
	When  []Condition
}
