package trap

import (
	"strconv"

	"github.com/argus-power/argus/power"
)

// begins and ends make the commonest rules.
func begins(id int, name string, kind power.EventKind) rule {
	return rule{oid: strconv.Itoa(id), name: name, kind: kind}
}

func ends(id int, name string, kind power.EventKind) rule {
	return rule{oid: strconv.Itoa(id), name: name, kind: kind, ends: true}
}

// raises and clears are of an alarm with this text.
func raises(id int, name, text string) rule {
	r := begins(id, name, power.AlarmRaised)
	r.place = text
	return r
}

func clears(id int, name, text string) rule {
	r := raises(id, name, text)
	r.ends = true
	return r
}

// tested is of a test that ended so.
func tested(id int, name, word string) rule {
	r := begins(id, name, power.TestFinished)
	r.result = &result{fixed: word}
	return r
}

// quiet tells nothing of power.
func quiet(id int, name string) rule { return rule{oid: strconv.Itoa(id), name: name, idle: true} }

// at is a rule with the place of what it tells.
func (r rule) at(s spot) rule { r.spot = &s; return r }
