package config

import (
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// statusRow reads a row of a module's status: which states of the device the
// values of an object mean.
func (d *decoder) statusRow(item *yaml.Node) (snmp.StatusRow, bool) {
	var row snmp.StatusRow
	read := d.mapping(item, "a status row", keys{
		"oid":  func(n *yaml.Node) { row.OID = d.oid(n, "oid") },
		"when": func(n *yaml.Node) { row.When = d.when(n) },
		"map": func(n *yaml.Node) {
			row.Map = map[string][]string{}
			d.words(n, "{3: online, 5: on_battery}", func(word, _ string, value *yaml.Node) {
				row.Map[word] = d.states(value)
			})
		},
		"flags": func(n *yaml.Node) { row.Flags = d.flags(n) },
	})
	if !read {
		return row, false
	}
	mapped, flagged := hasKey(item, "map"), hasKey(item, "flags")
	switch {
	case !hasKey(item, "oid") || !mapped && !flagged:
		d.fail(item, "a status row needs oid: and map: (values and their states) or flags: (positions "+
			"and their states)")
	case mapped && flagged:
		d.fail(item, "a status row has map: or flags:, not both; make two rows of it")
	default:
		return row, len(row.Map)+len(row.Flags) > 0
	}
	return row, false
}

// flags reads positions, the first of which is 1, and the states that they mean.
func (d *decoder) flags(n *yaml.Node) map[int][]string {
	flags := map[int][]string{}
	read := d.entries(n, "flags", func(key, value *yaml.Node) {
		position, err := strconv.Atoi(key.Value)
		if err != nil || position < 1 {
			d.fail(key, "flags: %q is no position; the first is 1", key.Value)
			return
		}
		flags[position] = d.states(value)
	})
	if read && len(resolve(n).Content) == 0 {
		d.fail(n, "flags is empty; write positions and their states, such as {1: on_battery}")
	}
	return flags
}

// states reads a state or a list of them. "", none and nothing at all mean none.
func (d *decoder) states(n *yaml.Node) []string {
	n = resolve(n)
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	states := []string{}
	for _, item := range items {
		name, ok := d.scalar(item, "a state", "a name or a list of names")
		if !ok || name == "" || name == "none" || isNull(resolve(item)) {
			continue
		}
		if _, ok := power.LookupState(name); !ok {
			var known []string
			for _, s := range power.AllStates() {
				known = append(known, s.String())
			}
			d.fail(item, "no state %q (docs/metrics.md)%s", name, didYouMean(name, known))
			continue
		}
		states = append(states, name)
	}
	return states
}
