package main

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/argus-power/argus/snmp"
)

// How many texts and numbers are shown that somebody should look at.
const (
	maxTexts   = 20
	maxNumbers = 10
)

// doubts are values that somebody should look at.
type doubts struct {
	count int
	first []string
}

func (d *doubts) add(most int, line string) {
	if d.count++; d.count <= most {
		d.first = append(d.first, line)
	}
}

func (r *recorder) redact(v snmp.Varbind) (to snmp.Varbind, write bool) {
	if r.redactor == nil {
		return v, true
	}
	v, verdict := r.redactor.Redact(v)
	r.verdicts[verdict]++
	switch {
	case verdict != snmp.Doubtful && verdict != snmp.Partly:
	case v.Value.Type == snmp.Integer:
		r.numbers.add(maxNumbers, fmt.Sprintf("  %s %s", v.OID, v.Value.Text()))
	default:
		text := fmt.Sprintf("%.60q", v.Value.Text())
		if octets := v.Value.Octets(); len(octets) == 4 && strings.Contains(text, `\`) { // an address, maybe
			text = hex.EncodeToString([]byte(octets))
		}
		r.texts.add(maxTexts, fmt.Sprintf("  %s %s", v.OID, text))
	}
	return v, verdict != snmp.LeftOut
}

// summary tells what was done, and what is left to do.
func (r *recorder) summary() {
	say := func(format string, args ...any) { fmt.Fprintf(r.tell, format+"\n", args...) }
	say("%d objects written, %d places passed over.", r.written, r.unread)
	switch {
	case r.written+r.verdicts[snmp.LeftOut] == 0:
		return
	case r.redactor == nil:
		say("Nothing was redacted: this may hold passwords, and tells whose device it is. Do not publish it.")
		return
	}
	say("%d values redacted, %d objects left out because their index spells a text or an address.",
		r.verdicts[snmp.Redacted]+r.verdicts[snmp.Partly], r.verdicts[snmp.LeftOut])
	if r.missed != nil {
		say("Not all names were known ahead, so that some may have stayed in other texts: %v", r.missed)
	}
	if d := r.texts; d.count > 0 {
		say("Texts that stayed, all or in part, though no module knows them: %d. The first:", d.count)
		say("%s", strings.Join(d.first, "\n"))
	}
	if d := r.numbers; d.count > 0 {
		say("Numbers that may be serial numbers: %d. The first:", d.count)
		say("%s", strings.Join(d.first, "\n"))
	}
	say("Look it over before you publish it: no program knows every secret.")
}
