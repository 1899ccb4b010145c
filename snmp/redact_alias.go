package snmp

import (
	"fmt"
	"strconv"
	"strings"
)

// aliasKind is what a text that is replaced was; it begins the text in its place.
type aliasKind string

const (
	serialAlias   aliasKind = "serial"
	nameAlias     aliasKind = "name"
	locationAlias aliasKind = "location"
	contactAlias  aliasKind = "contact"
	secretAlias   aliasKind = "secret"
	hostAlias     aliasKind = "host"
	userAlias     aliasKind = "user"
	ipv4Alias     aliasKind = "ipv4"
	ipv6Alias     aliasKind = "ipv6"
	macAlias      aliasKind = "mac"
	numberAlias   aliasKind = "number"
)

// aliases are the texts that stand for others: always the same for the same.
type aliases struct {
	known map[string]string
	count map[aliasKind]int
}

func newAliases() aliases {
	return aliases{known: map[string]string{}, count: map[aliasKind]int{}}
}

// of returns what replaces a text.
func (a *aliases) of(kind aliasKind, text string) string {
	key := string(kind) + " " + text
	to, known := a.known[key]
	if !known {
		a.count[kind]++
		to = kind.write(a.count[kind])
		a.known[key] = to
	}
	return to
}

// write makes the nth text of a kind. Addresses and host names are from the ranges
// for documentation: RFC 5737, 3849, 7042 and 2606.
func (k aliasKind) write(n int) string {
	switch k {
	case hostAlias, userAlias:
		separator := "."
		if k == userAlias {
			separator = "@"
		}
		return fmt.Sprintf("%s-%d%sexample.org", k, n, separator)
	case ipv4Alias:
		nets := [...]string{"192.0.2.", "198.51.100.", "203.0.113."}
		return nets[(n-1)/254%len(nets)] + strconv.Itoa((n-1)%254+1)
	case ipv6Alias:
		return fmt.Sprintf("2001:db8::%x", n&0xffff)
	case macAlias:
		return fmt.Sprintf("00005E0053%02X", n&0xff)
	}
	return string(k) + "-" + strconv.Itoa(n)
}

// number returns a number that replaces one, with as many digits.
func (a *aliases) number(text string) float64 {
	n := a.of(numberAlias, text)
	digits := "1" + strings.Repeat("0", max(len(text)-1, 0))
	base, _ := strconv.ParseFloat(digits, 64)
	nth, _ := strconv.ParseFloat(strings.TrimPrefix(n, "number-"), 64)
	return base + nth
}

// mac returns what replaces a MAC address, written as the original is.
func (a *aliases) mac(text string) string {
	hex := strings.Map(func(r rune) rune {
		if strings.ContainsRune(":-. ", r) {
			return -1
		}
		return r
	}, text)
	digits, n := a.of(macAlias, strings.ToUpper(hex)), 0
	if text == strings.ToLower(text) {
		digits = strings.ToLower(digits)
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(":-. ", r) || n >= len(digits) {
			return r
		}
		n++
		return rune(digits[n-1])
	}, text)
}
