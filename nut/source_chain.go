package nut

import (
	"slices"
	"strings"
)

// unit is one device of a daisy chain, or the whole device.
type unit struct {
	name string
	vars varList
}

// maxUnits bounds the units of a daisy chain: each costs a snapshot. What tells of others is left out.
const maxUnits = 64

// units splits the variables of a daisy chain, which repeat under the prefix
// "device.N.". What has no prefix belongs to the chain as a whole or to its master.
func units(name string, vars varList) []unit {
	list := []unit{{name: name}}
	if !slices.ContainsFunc(vars, func(v Var) bool { _, _, ok := chained(v.Name); return ok }) {
		list[0].vars = vars
		return list
	}
	for _, v := range vars {
		n, rest, ok := chained(v.Name)
		at := 0
		if ok {
			member := name + "/" + canonicalIndex(n)
			at = slices.IndexFunc(list, func(u unit) bool { return u.name == member })
			if at < 0 && len(list) > maxUnits {
				continue
			}
			if at < 0 {
				at = len(list)
				list = append(list, unit{name: member})
			}
			v.Name = rest
		}
		list[at].vars = append(list[at].vars, v)
	}
	return list
}

// chained splits "device.2.input.voltage" into "2" and "input.voltage". NUT
// does not repeat the word in "device.2.mfr", which is device.mfr of the second.
func chained(name string) (n, rest string, ok bool) {
	rest, ok = strings.CutPrefix(name, "device.")
	if !ok {
		return "", "", false
	}
	n, rest, ok = strings.Cut(rest, ".")
	if !ok || !isNumber(n) {
		return "", "", false
	}
	switch domain, _, _ := strings.Cut(rest, "."); domain {
	case "ambient", "battery", "device", "driver", "experimental", "input", "outlet", "output",
		"server", "unmapped", "ups":
	default:
		rest = "device." + rest
	}
	return n, rest, true
}
