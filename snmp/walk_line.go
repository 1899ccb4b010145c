package snmp

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/argus-power/argus/snmp/ber"
)

// FormatRecorded writes an instance as a line of a recording, which
// [ReadRecording] reads back as the same value.
func FormatRecorded(v Varbind) string {
	kind, text := formatValue(v.Value)
	return v.OID + "|" + kind + "|" + text
}

func formatValue(v Value) (kind, text string) {
	switch v.Type {
	case Integer:
		return strconv.Itoa(ber.TagInteger), formatInteger(v.number)
	case Unsigned:
		if v.number > math.MaxUint32 {
			return strconv.Itoa(ber.TagCounter64), formatUnsigned(v.number)
		}
		return strconv.Itoa(ber.TagGauge32), formatUnsigned(v.number)
	case TimeTicks:
		return strconv.Itoa(ber.TagTimeTicks), formatUnsigned(v.number)
	case Float:
		return strconv.Itoa(ber.TagOpaque) + "x", formatFloat(v.number)
	case ObjectID:
		return strconv.Itoa(ber.TagOID), v.text
	case IPAddress:
		return strconv.Itoa(ber.TagIPAddress), v.text
	case Bytes:
		if plainText(v.text) {
			return strconv.Itoa(ber.TagOctets), v.text
		}
		return strconv.Itoa(ber.TagOctets) + "x", hex.EncodeToString([]byte(v.text))
	}
	return strconv.Itoa(ber.TagNull), ""
}

// formatInteger writes a number that came as an INTEGER of 64 bits at most: what
// was rounded up to 2^63 is written as the largest one, and reads as the same.
func formatInteger(x float64) string {
	if x >= math.MaxInt64 {
		return strconv.FormatInt(math.MaxInt64, 10)
	}
	return strconv.FormatInt(int64(x), 10)
}

func formatUnsigned(x float64) string {
	if x >= math.MaxUint64 {
		return strconv.FormatUint(math.MaxUint64, 10)
	}
	return strconv.FormatUint(uint64(x), 10)
}

// formatFloat writes the octets of an Opaque, as a double only where a float would lose something.
func formatFloat(x float64) string {
	if float64(float32(x)) == x {
		return fmt.Sprintf("9f7804%x", binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(x))))
	}
	return fmt.Sprintf("9f7908%x", binary.BigEndian.AppendUint64(nil, math.Float64bits(x)))
}

// plainText says whether octets are printable ASCII.
func plainText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// ParseOIDs checks object identifiers that people typed, with or without a dot in front.
func ParseOIDs(list []string) ([]string, error) {
	var out []string
	for _, text := range list {
		oid := strings.TrimPrefix(text, ".")
		if !askable(oid) {
			return nil, fmt.Errorf("%q is no object identifier; write numbers with dots between them", text)
		}
		out = append(out, oid)
	}
	return out, nil
}
