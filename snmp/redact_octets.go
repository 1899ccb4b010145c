package snmp

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"unicode/utf8"
)

// looksBinary says whether octets are no text.
func looksBinary(octets string) bool {
	text := strings.TrimRight(octets, "\x00")
	control := strings.ContainsFunc(text, func(c rune) bool { return c < ' ' && !strings.ContainsRune("\t\r\n", c) })
	noText := !utf8.ValidString(text) && (len(octets) == 6 || !hasLetter(text))
	return control || noText || text == "" && octets != ""
}

// binary redacts octets that are no text: addresses, keys, and the texts inside.
func (r *Redactor) binary(octets string, o knownObject) string {
	switch {
	case isDate(octets) || strings.Trim(octets, "\x00") == "" || strings.Count(octets, "\xff") == len(octets):
		return octets
	case len(octets) == 6:
		mac, _ := hex.DecodeString(r.aliases.mac(hex.EncodeToString([]byte(octets))))
		return string(mac)
	case o.is&isCoded == 0 && r.holdsAddress(octets):
		ip, _ := netip.AddrFromSlice([]byte(octets))
		return string(netip.MustParseAddr(r.addresses(ip.String())).AsSlice())
	}
	if o.is&isCoded == 0 && len(octets) >= 8 && scattered(octets) {
		return strings.Repeat("\x00", len(octets))
	}
	for first := range 2 { // UTF-16
		if text, ok := everySecond(octets, first); ok {
			return spread(octets, r.texts(text), first)
		}
	}
	return r.texts(octets)
}

// everySecond returns the text of UTF-16 without what is not ASCII: its octets
// from first on, if those between them are zeros.
func everySecond(octets string, first int) (text string, ok bool) {
	var b []byte
	for i := range len(octets) {
		if i%2 == first {
			b = append(b, octets[i])
		} else if octets[i] != 0 {
			return "", false
		}
	}
	return string(b), len(octets) >= 2*shortestSecret
}

// spread puts a text back among the zeros.
func spread(octets, text string, first int) string {
	b := []byte(octets)
	for i := range len(text) {
		b[2*i+first] = text[i]
	}
	return string(b)
}

// longestText is how many printable characters in a row octets hold at most.
func longestText(octets string) int {
	longest := 0
	for _, text := range strings.FieldsFunc(octets, func(c rune) bool { return c < ' ' || c > '~' }) {
		longest = max(longest, len(text))
	}
	return longest
}

// mayTell says whether octets that are no text may tell something: in a text, or as
// an address of the Internet.
func mayTell(octets string) bool {
	return longestText(octets) >= shortestSecret ||
		len(octets) == 4 && octets[0] > 0 && octets[0] < 224 && octets[0] != 127 && octets[3] != 0
}

// isDate says whether octets are a DateAndTime (RFC 2579).
func isDate(octets string) bool {
	if len(octets) != 8 && len(octets) != 11 {
		return false
	}
	year := int(octets[0])<<8 | int(octets[1])
	return year < 2200 && octets[2] <= 12 && octets[3] <= 31 && octets[4] < 24 && octets[5] < 60 &&
		octets[6] <= 60 && octets[7] < 100
}

// scattered says whether octets are as different from each other as those of a key.
func scattered(octets string) bool {
	seen := map[byte]bool{}
	for i := range min(len(octets), 32) {
		seen[octets[i]] = true
	}
	return len(seen) >= min(len(octets), 32)*3/4
}

// texts redacts the texts within octets, each in the room that it had.
func (r *Redactor) texts(octets string) string {
	b := []byte(octets)
	for from := 0; from < len(b); {
		to := from
		for to < len(b) && b[to] >= ' ' && b[to] <= '~' {
			to++
		}
		if text := string(b[from:to]); len(text) >= shortestSecret {
			if new := joined(r.patterns(text, 0)); new != text {
				copy(b[from:to], new+strings.Repeat(" ", len(text)))
			}
		}
		from = to + 1
	}
	return string(b)
}
