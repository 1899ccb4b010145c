package power

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLabel bounds the bytes of a label value.
const MaxLabel = 256

// CleanLabel makes a label value of what a device sent: valid UTF-8, one line,
// no control characters, no blanks at its ends, at most [MaxLabel] bytes.
func CleanLabel(s string) string {
	if clean(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' { // those two end a line
			return ' '
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if len(s) > MaxLabel {
		cut := MaxLabel
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = strings.TrimSpace(s[:cut])
	}
	return s
}

// clean is the common case: short, printable ASCII.
func clean(s string) bool {
	if len(s) > MaxLabel {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return s == "" || s[0] != ' ' && s[len(s)-1] != ' '
}

// placeholders are what devices and drivers say instead of nothing, and what agents
// have where nobody has told them a name or a place.
var placeholders = map[string]bool{
	"unknown": true, "blank": true, "none": true, "n/a": true, "na": true, "not set": true,
	"(null)": true, "null": true, "unavailable": true, "description unavailable": true,
	"not available": true, "not applicable": true, "undefined": true, "unspecified": true,
	"to be filled by o.e.m.": true, "ups_iden": true,
	"unknow": true, "uninitialized": true, "unconfigured": true, "not configured": true,
	"not specified": true, "not defined": true, "no name": true, "no location": true, "no contact": true,
	"sysname": true, "syslocation": true, "agent name": true, "agent location": true, "system location": true,
	"<name>": true, "<location>": true, "unknown location": true, "unknown name": true,
	"location unknown": true, "name unknown": true, "default location": true,
	"sitting on the dock of the bay": true, // the example of Net-SNMP
	"right here, right now.":         true, "unknown (edit /etc/snmp/snmpd.conf)": true,
}

// Identity returns an identifying text cleaned, or "" if it identifies nothing:
// a placeholder, one filler character repeated, such as "0000000" or "???", or the
// message of a Powerware card. Quotes around it are not part of it.
func Identity(s string) string {
	s = unquoted(CleanLabel(s))
	if placeholders[strings.ToLower(s)] || filler(s) || strings.HasPrefix(s, "ID: ") && strings.Contains(s, ", Msg: ") {
		return ""
	}
	return s
}

// unquoted takes the quotes off a text: at both ends, or at its beginning if the agent
// cut the text before its end.
func unquoted(s string) string {
	for _, quote := range []string{`"`, `\"`} {
		if rest, found := strings.CutPrefix(s, quote); found && !strings.Contains(strings.TrimSuffix(rest, quote), `"`) {
			return strings.TrimSpace(strings.TrimSuffix(rest, quote))
		}
	}
	return s
}

// What agents put behind the model or the version in the same text: a serial number, a
// version, or octets. The label of a device would change with each update of its firmware.
var (
	behindModel = regexp.MustCompile(`(?i)[,;]?\s+(?:` +
		`\(?s/?n[:. ]\s*\w*\d|serial\s*(?:number|no|nr)?[.:#]?\s*\w*\d|#\d{3,}|` + // (SN 1234, S/N: 1234, #001234
		`(?:fw|firmware)[:.]?\s*(?:version|ver|v)?[:.]?\s*\d|version:?\s+v?\d|v?\d+\.\d+\.\d+|v\d+\.\d).*$`)
	behindFirmware = regexp.MustCompile(`(?i)[,;]?\s*(?:\(s/?n[:. ][^)]*\)|(?:\s[0-9a-f]{2}){8,})$`)
)

// Model returns the model of a text in which an agent tells more than that, as many do
// in sysDescr: what stands before the first serial number or version.
func Model(s string) string {
	if short := strings.TrimRight(behindModel.ReplaceAllString(s, ""), " ,;"); short != "" {
		return short
	}
	return s
}

// Firmware returns a version without the serial number or the octets behind it.
func Firmware(s string) string { return strings.TrimSpace(behindFirmware.ReplaceAllString(s, "")) }

func filler(s string) bool {
	if s == "" || !strings.ContainsRune("0?-.*_# xX", rune(s[0])) {
		return false
	}
	return strings.Trim(s, s[:1]+" ") == "" && (len(s) > 2 || s[0] != '0')
}
