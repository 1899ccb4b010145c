package snmp

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Module is a compiled [Definition]. It is immutable.
type Module struct {
	name   string
	root   string
	kind   string // what the device is
	detect []string
	unless []string
	info   map[string][]infoSource
	lines  []subtreeOID
	labels []subtreeLabels
	rows   []*row
	status []*statusRow
	codec  *codec
	made   *madeRows // by the codec
}

// Name returns the module's name.
func (m *Module) Name() string { return m.name }

// Rows returns how many reading rows and status rows the definition has.
func (m *Module) Rows() (readings, status int) { return len(m.rows), len(m.status) }

// HasCodec says whether code makes rows for the module.
func (m *Module) HasCodec() bool { return m.codec != nil }

// infoSource is where a field of power.Info may come from: an object or a word.
type infoSource struct {
	at   pattern
	word string
}

// subtreeOID is an object that says something of a subtree.
type subtreeOID struct{ subtree, oid string }

// subtreeLabels are the labels of rows below a subtree.
type subtreeLabels struct {
	subtree string
	labels  map[string]Label
}

// RowError is a mistake in one row of a definition. Row and Status are the
// indexes of a reading and of a status row, -1 if the mistake is in neither.
type RowError struct {
	Row, Status int
	Err         error
}

// Error returns the mistake without the place.
func (e RowError) Error() string { return e.Err.Error() }

// Unwrap returns the mistake.
func (e RowError) Unwrap() error { return e.Err }

// InfoFields lists the fields that a definition's info may fill.
func InfoFields() []string {
	return []string{"manufacturer", "model", "serial", "firmware", "name", "location"}
}

// Compile checks a definition and makes it fast. It returns all mistakes.
func Compile(d Definition) (*Module, []RowError) {
	c := compiler{def: d, m: &Module{name: d.Name, root: d.Root, kind: d.Type, unless: d.Unless, made: &madeRows{}}}
	if d.Root != "" && !askable(d.Root) {
		c.fail(fmt.Errorf("root %q is no object identifier; write it whole, without a dot in front", d.Root))
	}
	c.subtrees()
	c.info()
	for i, r := range d.Rows {
		compiled, err := c.m.compileRow(r)
		if err != nil {
			c.mistakes = append(c.mistakes, RowError{i, -1, err})
			continue
		}
		compiled.number = i
		c.m.rows = append(c.m.rows, compiled)
	}
	for i, r := range d.Status {
		compiled, err := c.m.compileStatus(r)
		if err != nil {
			c.mistakes = append(c.mistakes, RowError{-1, i, err})
			continue
		}
		compiled.number = i
		c.m.status = append(c.m.status, compiled)
	}
	c.codec()
	return c.m, c.mistakes
}

type compiler struct {
	def      Definition
	m        *Module
	mistakes []RowError
}

func (c *compiler) fail(err error) { c.mistakes = append(c.mistakes, RowError{-1, -1, err}) }

// subtree resolves an object identifier without placeholders.
func (c *compiler) subtree(what, text string) (string, bool) {
	p, err := parsePattern(c.def.Root, text)
	if err == nil && !p.instance() {
		err = fmt.Errorf("oid %q must not have placeholders", text)
	}
	if err != nil {
		c.fail(fmt.Errorf("%s: %w", what, err))
		return "", false
	}
	return p.column, true
}

func (c *compiler) subtrees() {
	for _, text := range c.def.Detect {
		if oid, ok := c.subtree("detect", text); ok {
			c.m.detect = append(c.m.detect, strings.TrimSuffix(oid, ".0"))
		}
	}
	if len(c.def.Detect) == 0 && c.def.Root != "" {
		c.m.detect = []string{c.def.Root}
	}
	for _, text := range slices.Sorted(maps.Keys(c.def.Lines)) {
		table, ok := c.subtree("lines", text)
		count, known := c.subtree("lines", c.def.Lines[text])
		if ok && known {
			c.m.lines = append(c.m.lines, subtreeOID{table, count})
		}
	}
	for _, text := range slices.Sorted(maps.Keys(c.def.Labels)) {
		if table, ok := c.subtree("labels", text); ok {
			c.m.labels = append(c.m.labels, subtreeLabels{table, c.def.Labels[text]})
		}
	}
}

func (c *compiler) info() {
	c.m.info = map[string][]infoSource{}
	for _, field := range slices.Sorted(maps.Keys(c.def.Info)) {
		if !slices.Contains(InfoFields(), field) {
			c.fail(fmt.Errorf("info has no field %q; it has %s", field, strings.Join(InfoFields(), ", ")))
			continue
		}
		for _, text := range c.def.Info[field] {
			if text == "" {
				c.fail(fmt.Errorf("info.%s is empty; give an oid or a word", field))
				continue
			}
			if text[0] != '.' && !validOID(strings.SplitN(text, ".{", 2)[0]) {
				c.m.info[field] = append(c.m.info[field], infoSource{word: text})
				continue
			}
			p, err := parsePattern(c.def.Root, text)
			if err != nil {
				c.fail(fmt.Errorf("info.%s: %w", field, err))
				continue
			}
			c.m.info[field] = append(c.m.info[field], infoSource{at: p})
		}
	}
}

func (c *compiler) codec() {
	if c.def.Codec == "" {
		return
	}
	var ok bool
	if c.m.codec, ok = codecNamed(c.def.Codec); !ok {
		c.fail(fmt.Errorf("no codec %q; there are %s", c.def.Codec, strings.Join(CodecNames(), ", ")))
	}
	if c.def.Root == "" {
		c.fail(errors.New("a codec needs root: the subtree that it reads"))
	}
}
