package snmp

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// Objects that every agent has (RFC 3418).
const (
	sysDescr    = "1.3.6.1.2.1.1.1.0"
	sysObjectID = "1.3.6.1.2.1.1.2.0"
	sysUpTime   = "1.3.6.1.2.1.1.3.0"
	sysName     = "1.3.6.1.2.1.1.5.0"
	sysLocation = "1.3.6.1.2.1.1.6.0"
)

// firstUnit is the name of a device that is the only one behind its agent.
const firstUnit = "1"

// settleDevices puts the devices in order. What is the agent's own belongs to the
// first unit of a chain.
func (b *planner) settleDevices() {
	units := slices.DeleteFunc(slices.Clone(b.p.devices), func(s string) bool { return s == "" })
	slices.SortFunc(units, compareNames)
	if len(units) == 0 {
		units = []string{firstUnit}
	}
	place := map[string]int32{}
	for i, name := range units {
		place[name] = int32(i)
	}
	for i := range b.p.rows {
		for j := range b.p.rows[i].cells {
			c := &b.p.rows[i].cells[j]
			c.device = place[b.p.devices[c.device]] // "" is not there: the first
		}
	}
	b.p.devices = units
	for i, unit := range units {
		info := b.infoOf(unit, i == 0)
		if info.Type == "sensor" && b.distributes(int32(i)) {
			info.Type = "pdu"
		}
		b.p.infos = append(b.p.infos, info)
	}
}

// distributes says whether a unit has outlets and measures what goes in: where all
// that a maker has hangs on one bus, that is how its PDUs are told from its sensors.
func (b *planner) distributes(unit int32) bool {
	outlets, input := false, false
	for _, r := range b.p.rows {
		if r.row == nil || !slices.ContainsFunc(r.cells, func(c cell) bool { return c.device == unit }) {
			continue
		}
		outlets = outlets || strings.HasPrefix(r.row.Quantity.Name(), "outlet_")
		input = input || r.row.Quantity == power.InputCurrent || r.row.Quantity == power.InputPower
	}
	return outlets && input
}

// compareNames orders the names of units and lines by their numbers.
func compareNames(x, y string) int { return cmp.Or(compareOID(x, y), cmp.Compare(x, y)) }

// infoOf completes what a unit is from all modules, best first.
func (b *planner) infoOf(unit string, first bool) power.Info {
	info, before := power.Info{Protocol: "snmp"}, b.infoBefore(unit)
	for _, m := range b.p.modules {
		if info.Type == "" || info.Type == "sensor" { // what has sensors, too, is something else
			info.Type = cmp.Or(m.kind, info.Type)
		}
		for field, to := range fieldsOf(&info) {
			for i := range m.info[field] {
				s := &m.info[field][i]
				if *to == "" && s.word == "" && b.t.withheld(s.at) { // another place may have another answer
					*to = before[field]
				}
				*to = cmp.Or(*to, b.infoText(s, unit, first))
			}
		}
	}
	info.Model, info.Firmware = power.Model(info.Model), power.Firmware(info.Firmware)
	info.Name = cmp.Or(info.Name, power.Identity(b.t.value(sysName).Text()))
	info.Location = cmp.Or(info.Location, power.Identity(b.t.value(sysLocation).Text()))
	return info
}

// fieldsOf are the fields of an info by their names in a definition.
func fieldsOf(info *power.Info) map[string]*string {
	return map[string]*string{
		"manufacturer": &info.Manufacturer, "model": &info.Model, "serial": &info.Serial,
		"firmware": &info.Firmware, "name": &info.Name, "location": &info.Location,
	}
}

// infoBefore is what the plan before knew of a unit.
func (b *planner) infoBefore(unit string) map[string]string {
	known := map[string]string{}
	if b.before == nil {
		return known
	}
	if i := slices.Index(b.before.devices, unit); i >= 0 {
		info := b.before.infos[i]
		for field, text := range fieldsOf(&info) {
			known[field] = *text
		}
	}
	return known
}

// withheld says whether the agent did not tell what is at a place, which it may have.
func (t *tree) withheld(at pattern) bool {
	if at.instance() {
		return t.doubtfulObject(at.column) != nil
	}
	return t.doubtful(at.column) != nil
}

// witness returns the index of what tells the agent's device from another one like it:
// its serial number, or what its owner calls the agent. Many agents have the same
// sysObjectID.
func (b *planner) witness() int32 {
	for _, m := range b.p.modules {
		for _, s := range m.info["serial"] {
			if s.word == "" && s.at.instance() && power.Identity(b.t.value(s.at.column).Text()) != "" {
				return b.number(s.at.column)
			}
		}
	}
	if b.t.value(sysName).Type == Bytes {
		return b.number(sysName)
	}
	return -1
}

// infoText returns what one object says of a unit. What names no unit is said of
// the first one.
func (b *planner) infoText(s *infoSource, unit string, first bool) string {
	switch {
	case s.word != "":
		return s.word
	case s.at.has("device"):
		return b.infoTexts(s)[unit]
	case !first:
		return ""
	case s.at.instance():
		return power.Identity(b.t.value(s.at.column).Text())
	}
	return b.infoTexts(s)[""]
}

// infoTexts returns what a column says of each unit, the first text of each.
func (b *planner) infoTexts(s *infoSource) map[string]string {
	if texts, done := b.infos[s]; done {
		return texts
	}
	texts := map[string]string{}
	for _, c := range b.t.cells(s.at.column) {
		captured, ok := s.at.match(c.Index)
		if !ok {
			continue
		}
		device, _ := s.at.value("device", captured)
		texts[device] = cmp.Or(texts[device], power.Identity(c.Value.Text()))
	}
	b.infos[s] = texts
	return texts
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
