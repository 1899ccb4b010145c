package trap

import (
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// A family is the notifications below one OID.
type family struct {
	root  string
	mib   string
	texts []string // objects with a text for people, the best first
	rules []rule
}

// A rule says what one notification means.
type rule struct {
	oid    string // below the root of its family
	name   string // in its MIB
	kind   power.EventKind
	ends   bool
	idle   bool // it tells nothing of power, and the device need not be read for it
	place  string
	sense  *sense
	spot   *spot
	alarm  *alarmNames
	result *result
}

// text is what the notification says to people.
func (f *family) text(binds []snmp.Varbind) string {
	for _, object := range f.texts {
		if v, _, ok := find(binds, object); ok && v.Type == snmp.Bytes {
			if text := power.CleanLabel(v.Text()); text != "" {
				return text
			}
		}
	}
	return ""
}

// A sense tells by a variable whether something begins or ends. Other values are no event.
type sense struct {
	object       string
	begins, ends []int
}

func (s *sense) tell(n *Notice, binds []snmp.Varbind) {
	v, _, _ := find(binds, s.object)
	number, ok := v.Number()
	switch at := int(number); {
	case ok && slices.Contains(s.begins, at):
		n.Begins = true
	case ok && slices.Contains(s.ends, at):
		n.Begins = false
	default:
		n.Kind = ""
	}
}

// A spot tells by a variable where something is: by its value, or by its instance after the numbers of
// the unit in a chain.
type spot struct {
	object  string
	word    string // "outlet"
	unit    bool   // the first number of the instance is the unit
	trail   int    // numbers at the end of the instance that are no part of the place
	byValue bool
}

func (s *spot) tell(n *Notice, binds []snmp.Varbind) {
	v, instance, ok := find(binds, s.object)
	if !ok {
		return
	}
	at := strings.Split(instance, ".")
	if s.unit && len(at) > 1 {
		n.Unit, at = at[0], at[1:]
	}
	if s.trail > 0 && len(at) > s.trail {
		at = at[:len(at)-s.trail]
	}
	where := strings.Join(at, ".")
	if s.byValue {
		where = v.Text()
	}
	if where != "" {
		n.Place = s.word + " " + where
	}
}

// An alarmNames tells by a variable, an OID below root, which alarm it is. One that is a state of the device is an
// event of that state. The texts are those that the modules give such an alarm.
type alarmNames struct {
	object string
	root   string
	names  map[string]alarmName
}

type alarmName struct {
	text  string
	state power.EventKind // "" is an alarm and nothing else
}

func (a *alarmNames) tell(n *Notice, binds []snmp.Varbind) {
	v, _, _ := find(binds, a.object)
	if v.Type != snmp.ObjectID {
		return
	}
	rest, known := strings.CutPrefix(v.Octets(), a.root+".")
	name, listed := a.names[rest]
	if !known || !listed {
		n.Detail = v.Octets()
		return
	}
	if n.Place = name.text; name.state != "" {
		n.Kind, n.Place = name.state, ""
		n.Detail = name.text
	}
}

// A result tells by a variable how a test ended, in the words of argus_test_result.
type result struct {
	object string
	words  map[int]string
	fixed  string
}

func (r *result) word(binds []snmp.Varbind, otherwise string) string {
	if r.fixed != "" {
		return r.fixed
	}
	v, _, _ := find(binds, r.object)
	if number, ok := v.Number(); ok && r.words[int(number)] != "" {
		return r.words[int(number)]
	}
	return otherwise
}
