package snmp

import (
	"strings"
	"unicode"

	"github.com/argus-power/argus/power"
)

// octets redacts an OCTET STRING. It is doubtful if something of it stays that may
// be a secret, and no module reads it.
func (r *Redactor) octets(v Varbind, o knownObject) (octets string, doubtful bool) {
	octets = v.Value.text
	if (looksBinary(octets) || len(octets) == 4 && r.holdsAddress(octets)) && o.is&isOwn == 0 {
		to := r.binary(octets, o)
		return to, o.is == 0 && (to == octets || len(octets) != 4) && mayTell(to)
	}
	text := strings.TrimSpace(v.Value.Text())
	if o.means(text) {
		return octets, false
	}
	if v.OID == sysDescr { // it begins with what the device is
		first, _, _ := strings.Cut(text, " ")
		r.publish(first)
	}
	to, known := r.text(text, o)
	if !known && o.is == 0 && to == text && r.isNear(v.OID) && r.mayBeSecret(text) {
		to = r.aliases.of(secretAlias, text)
	}
	if to == text {
		to, known = octets, known || innocent(strings.ReplaceAll(text, " ", ""))
	}
	return to, !known && o.is == 0
}

// text redacts a text by what is known of its object. Known says that what stays
// of it cannot be a secret.
func (r *Redactor) text(text string, o knownObject) (to string, known bool) {
	isNumber := isNumeric(text)
	switch {
	case len(text) <= power.MaxLabel && power.Identity(text) == "": // of a longer one it sees the beginning only
		return text, true
	case o.is&isSerial != 0:
		return r.remember(serialAlias, text), true
	case o.is&isOwn != 0:
		if isNumber && len(text) < shortestSecret {
			return text, true
		}
		return r.person(text, o), true
	case isNumber && (len(text) < 6 || !r.secrets.has(text)):
		return text, len(text) < 8 || isDay(text)
	case o.is&isModel != 0:
		return r.secrets.replace(text, &r.aliases, isModel), true
	case o.is&isCoded != 0:
		return joined(r.patterns(text, isCoded)), true
	}
	list := r.patterns(text, 0)
	return joined(list), r.harmless(list)
}

// harmless says whether what stays of a text is nothing, or a word of modules.
func (r *Redactor) harmless(list []fragment) bool {
	for _, f := range list {
		rest := strings.TrimFunc(f.text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		if !f.done && rest != "" && !r.known.words[strings.ToLower(rest)] {
			return false
		}
	}
	return true
}

// person replaces what people wrote of the device.
func (r *Redactor) person(text string, o knownObject) string {
	switch {
	case o.is&isContact != 0:
		return r.remember(contactAlias, text)
	case o.is&isLocation != 0:
		return r.remember(locationAlias, text)
	case o.is&isName == 0: // of a part
		if !r.known.words[strings.ToLower(text)] {
			r.secrets.add(nameAlias, text, true)
		}
		return r.aliases.of(nameAlias, text)
	}
	if first, _, long := strings.Cut(text, "."); long && !strings.Contains(text, " ") {
		r.remember(nameAlias, first)
	}
	return r.remember(nameAlias, text)
}

// mayBeSecret says whether a text that stands near an address may be a password:
// one word, and no version, date or model.
func (r *Redactor) mayBeSecret(text string) bool {
	return !strings.ContainsAny(text, " \t\r\n") && !innocent(text) && !r.public[strings.ToLower(text)]
}
