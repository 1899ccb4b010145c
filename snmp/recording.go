package snmp

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/ber"
)

// A Recording is what an agent had at one time, as "argus walk" writes it: one
// line "OID|TYPE|VALUE" for each instance, the format of snmpsim's .snmprec files.
type Recording []Varbind

// Bounds of a recording, far above the largest of a real agent.
const (
	maxRecordedLine = 1 << 17
	maxRecorded     = 1 << 20
)

// ReadRecording reads a recording. Lines may be in any order; the first of several
// for one instance counts. Empty lines and lines that begin with "#" are ignored.
func ReadRecording(r io.Reader) (Recording, error) {
	list := Recording{} // not nil: a recording of nothing is one, too, and no agent is asked in its place
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRecordedLine)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimRight(lines.Text(), "\r")
		if text == "" || text[0] == '#' {
			continue
		}
		v, err := parseRecorded(text)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if !v.Value.Exists() {
			continue // a walk's end
		}
		if list = append(list, v); len(list) > maxRecorded {
			return nil, fmt.Errorf("more than %d lines", maxRecorded)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read recording: %w", err)
	}
	slices.SortStableFunc(list, func(a, b Varbind) int { return compareOID(a.OID, b.OID) })
	return slices.CompactFunc(list, func(a, b Varbind) bool { return a.OID == b.OID }), nil
}

func parseRecorded(line string) (Varbind, error) {
	oid, rest, ok := strings.Cut(line, "|")
	kind, text, also := strings.Cut(rest, "|")
	oid = strings.TrimPrefix(oid, ".")
	if !ok || !also || !validOID(oid) {
		return Varbind{}, fmt.Errorf("%.60q is not OID|TYPE|VALUE", line)
	}
	value, err := recordedValue(kind, text)
	if err != nil {
		return Varbind{}, fmt.Errorf("%s: %w", oid, err)
	}
	return Varbind{OID: oid, Value: value}, nil
}

// recordedValue reads a value by its ASN.1 tag in decimal; an "x" behind the tag
// means that the octets are in hexadecimal.
func recordedValue(kind, text string) (Value, error) {
	number, isHex := strings.CutSuffix(kind, "x")
	tag, err := strconv.ParseUint(number, 10, 8)
	if err != nil {
		return Value{}, fmt.Errorf("type %.20q is no tag", kind)
	}
	if isHex {
		octets, err := hex.DecodeString(text)
		if err != nil {
			return Value{}, fmt.Errorf("the octets are not in hexadecimal: %w", err)
		}
		text = string(octets)
		if tag == ber.TagIPAddress && len(octets) == 4 {
			return Text(IPAddress, fmt.Sprintf("%d.%d.%d.%d", octets[0], octets[1], octets[2], octets[3])), nil
		}
	}
	switch tag {
	case ber.TagOctets:
		return Text(Bytes, text), nil
	case ber.TagNull:
		return Value{Type: Null}, nil
	case ber.TagOID:
		return Text(ObjectID, strings.TrimPrefix(text, ".")), nil
	case ber.TagIPAddress:
		return Text(IPAddress, text), nil
	case ber.TagOpaque:
		return decodeOpaque([]byte(text))
	case ber.TagNoSuchObject, ber.TagNoSuchInstance, ber.TagEndOfMibView:
		return Value{Type: Gone}, nil
	case ber.TagInteger, ber.TagTimeTicks, ber.TagCounter32, ber.TagGauge32, ber.TagCounter64, ber.TagUnsigned32:
	default:
		return Value{Type: Null}, nil
	}
	x, ok := power.ParseNumber(text)
	if !ok {
		return Value{}, fmt.Errorf("%.40q is no number", text)
	}
	switch tag {
	case ber.TagInteger:
		return Number(Integer, x), nil
	case ber.TagTimeTicks:
		return Number(TimeTicks, x), nil
	}
	return Number(Unsigned, x), nil
}
