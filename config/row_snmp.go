package config

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

// snmpKeys are what a row of a module of protocol snmp may contain.
func (r *rowReader) snmpKeys() keys {
	d, row := r.d, &r.snmp
	return keys{
		"quantity": func(n *yaml.Node) { row.Quantity = r.quantity(n) },
		"oid":      func(n *yaml.Node) { row.OID = r.name(n, "oid") },
		"labels":   func(n *yaml.Node) { row.Labels = d.snmpLabels(n) },
		"scale":    func(n *yaml.Node) { row.Scale = d.scale(n) },
		"offset":   func(n *yaml.Node) { row.Offset, _ = d.number(n, "offset") },
		"digits":   func(n *yaml.Node) { row.Digits = d.oid(n, "digits") },
		"rescale":  func(n *yaml.Node) { row.Rescale = d.rescale(n) },
		"range":    func(n *yaml.Node) { row.Range = d.bounds(n) },
		"invalid":  func(n *yaml.Node) { row.Invalid = d.strs(n, "invalid") },
		"when":     func(n *yaml.Node) { row.When = d.when(n) },
		"map": func(n *yaml.Node) {
			row.Map = map[string]string{}
			d.words(n, "{1: 0, 2: 1}", func(word, key string, value *yaml.Node) {
				row.Map[word] = d.str(value, "map value of "+key)
			})
		},
		"parse": func(n *yaml.Node) {
			name := d.known(n, "parse", "parser", snmp.ParserNames())
			row.Parse, _ = snmp.ParserNamed(name)
			r.broken = r.broken || name == ""
		},
	}
}

func (d *decoder) snmpRow(item *yaml.Node) (snmp.Row, bool) {
	r := &rowReader{d: d}
	ok := r.row(item, SNMP, "oid", "an object identifier")
	return r.snmp, ok
}

// known reads one word of a list; it returns "" for any other.
func (d *decoder) known(n *yaml.Node, what, kind string, words []string) string {
	text, ok := d.scalar(n, what, "a name")
	if ok && !slices.Contains(words, text) {
		d.fail(n, "no %s %q%s", kind, text, didYouMean(text, words))
		return ""
	}
	return text
}

// oid reads an object identifier as it is written: to YAML 1.30 would be 1.3.
func (d *decoder) oid(n *yaml.Node, what string) string {
	text, _ := d.scalar(n, what, "an object identifier")
	return text
}

// rescale reads one factor or several.
func (d *decoder) rescale(n *yaml.Node) []float64 {
	if resolve(n).Kind != yaml.SequenceNode {
		return []float64{d.positive(n, "rescale")}
	}
	var factors []float64
	d.list(n, "rescale", func(item *yaml.Node) { factors = append(factors, d.positive(item, "rescale")) })
	if len(factors) == 0 {
		d.fail(n, "rescale is empty; write factors such as [0.1, 0.01]")
	}
	return factors
}

// bounds reads the lowest and the highest of a range.
func (d *decoder) bounds(n *yaml.Node) (bounds [2]float64) {
	var list []float64
	d.list(n, "range", func(item *yaml.Node) {
		x, _ := d.number(item, "range")
		list = append(list, x)
	})
	if len(list) != 2 || !(list[0] < list[1]) {
		d.fail(n, "range must be the lowest and the highest value, such as [60, 500]")
		return bounds
	}
	return [2]float64(list)
}

// when reads conditions: objects, and the values they must have, or with a "!"
// in front must not have.
func (d *decoder) when(n *yaml.Node) []snmp.Condition {
	var list []snmp.Condition
	d.entries(n, "when", func(key, value *yaml.Node) {
		c := snmp.Condition{OID: key.Value}
		items := []*yaml.Node{value}
		if resolve(value).Kind == yaml.SequenceNode {
			items = resolve(value).Content
		}
		if len(items) == 0 {
			d.fail(value, "when %s has no value; write those that it must have", key.Value)
			return
		}
		for _, item := range items {
			text, ok := d.scalar(item, "when "+key.Value, "a value or a list of them")
			if tag := resolve(item).Tag; ok && strings.HasPrefix(tag, "!") && !strings.HasPrefix(tag, "!!") {
				d.fail(item, "when %s: quote a value that begins with !", key.Value)
			}
			if not, negated := strings.CutPrefix(text, "!"); negated {
				c.Not = append(c.Not, not)
			} else {
				c.Is = append(c.Is, text)
			}
		}
		list = append(list, c)
	})
	return list
}

// snmpLabels reads labels: a text each, or where it comes from.
func (d *decoder) snmpLabels(n *yaml.Node) map[string]snmp.Label {
	labels := map[string]snmp.Label{}
	d.entries(n, "labels", func(key, value *yaml.Node) {
		what := "label " + key.Value
		if resolve(value).Kind != yaml.MappingNode {
			text, _ := d.scalar(value, what, "a text, or a mapping with oid:, text: or map:")
			labels[key.Value] = snmp.Label{Text: text}
			return
		}
		var l snmp.Label
		d.mapping(value, what, keys{
			"oid":  func(n *yaml.Node) { l.OID = d.oid(n, "oid") },
			"text": func(n *yaml.Node) { l.Text = d.str(n, "text") },
			"map": func(n *yaml.Node) {
				l.Map = map[string]string{}
				d.words(n, "{1: L1, 2: L2}", func(word, from string, value *yaml.Node) {
					l.Map[word] = d.str(value, "map value of "+from)
				})
			},
		})
		if l.OID != "" && l.Text != "" {
			d.fail(value, "%s has both oid: and text:; keep one of them", what)
		}
		labels[key.Value] = l
	})
	return labels
}
