package snmp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/argus-power/argus/power"
)

// Type is what kind of value an agent gave. Agents depart from their MIBs, so
// that the type says how to decode a value and never what it means.
type Type uint8

// The types of values.
const (
	Unread    Type = iota // nobody asked, or no answer came
	Gone                  // noSuchObject, noSuchInstance or endOfMibView: not there
	Null                  // NULL, or a type that no one knows: there, and no value
	Integer               // INTEGER
	Unsigned              // Counter32, Gauge32, Counter64
	TimeTicks             // hundredths of a second
	Bytes                 // OCTET STRING
	ObjectID              // OBJECT IDENTIFIER
	IPAddress             // IpAddress
	Float                 // Float or Double in an Opaque
)

// A Value is what an agent gave for one object instance.
type Value struct {
	Type   Type
	number float64
	text   string
}

// Number makes a value of a number.
func Number(t Type, v float64) Value { return Value{Type: t, number: v} }

// Text makes a value of octets, of an object identifier or of an address.
func Text(t Type, s string) Value { return Value{Type: t, text: s} }

// Exists says whether the agent has the instance, with or without a value.
func (v Value) Exists() bool { return v.Type > Gone }

// Number returns the value as a number. A text that is a number counts.
func (v Value) Number() (float64, bool) {
	switch v.Type {
	case Integer, Unsigned, TimeTicks, Float:
		return v.number, true
	case Bytes:
		return power.ParseNumber(strings.TrimRight(v.text, "\x00"))
	}
	return 0, false
}

// Text returns the value as people read it. Octets that are no UTF-8 are taken
// as Latin-1, which is what old agents send.
func (v Value) Text() string {
	switch v.Type {
	case Integer, Unsigned, TimeTicks:
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	case Float:
		return strconv.FormatFloat(v.number, 'g', -1, 64)
	case Bytes:
		return latin(strings.TrimRight(v.text, "\x00"))
	}
	return v.text
}

// Octets returns the octets of a string as they came.
func (v Value) Octets() string { return v.text }

func latin(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// A Varbind is an object instance and its value.
type Varbind struct {
	OID   string
	Value Value
}
