package snmptest

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// ReadRecording reads a recording from a file.
func ReadRecording(path string) (*Tree, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	tree, err := ParseRecording(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return tree, nil
}

// ParseRecording reads lines of "OID|TYPE|VALUE" as snmpsim has them. TYPE is the number of an ASN.1
// tag, with an x behind it when the value is in hexadecimal. Lines need no order; of several for one
// object the first counts. Empty lines and those that begin with '#' are skipped.
func ParseRecording(r io.Reader) (*Tree, error) {
	tree := &Tree{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		row, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		tree.rows = append(tree.rows, row)
	}
	tree.sort()
	return tree, lines.Err()
}

func parseLine(line string) (row, error) {
	name, rest, _ := strings.Cut(line, "|")
	kind, text, ok := strings.Cut(rest, "|")
	if !ok {
		return row{}, fmt.Errorf("%q is not \"OID|TYPE|VALUE\"", line)
	}
	oid, err := parseOID(name)
	if err != nil {
		return row{}, err
	}
	value, err := parseValue(kind, text)
	return row{oid, value}, err
}

func parseValue(kind, text string) (Value, error) {
	digits, inHex := strings.CutSuffix(kind, "x")
	tag, err := strconv.ParseUint(digits, 10, 8)
	if err != nil {
		return Value{}, fmt.Errorf("type %q is no tag", kind)
	}
	if inHex {
		octets, err := hex.DecodeString(text)
		if err == nil && tag != TagOctetString && tag != TagOpaque && tag != TagIPAddress {
			err = fmt.Errorf("type %q is no string", kind)
		}
		return Value{byte(tag), string(octets)}, err
	}
	return parseText(byte(tag), text)
}

func parseText(tag byte, text string) (Value, error) {
	switch tag {
	case TagInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		return Int(n), err
	case TagOctetString, TagOpaque:
		return Value{tag, text}, nil
	case TagNull:
		return Null(), nil
	case TagObjectID:
		oid, err := parseOID(text)
		if err != nil {
			return Value{}, err
		}
		return Value{TagObjectID, string(oidContent(oid))}, nil
	case TagIPAddress:
		return parseAddress(text)
	case TagCounter32, TagGauge32, TagTimeTicks, TagCounter64, TagUinteger32:
		n, err := strconv.ParseUint(text, 10, 64)
		return Unsigned(tag, n), err
	}
	return Value{}, fmt.Errorf("unknown type %d", tag)
}

// parseAddress reads an address. Those who publish recordings write words like "<private>" over
// them, which count as 0.0.0.0.
func parseAddress(text string) (Value, error) {
	if strings.HasPrefix(text, "<") || strings.HasPrefix(text, "[") {
		text = "0.0.0.0"
	}
	var octets []byte
	for number := range strings.SplitSeq(text, ".") {
		n, err := strconv.ParseUint(number, 10, 8) // zeros in front do not make it octal
		if err != nil {
			return Value{}, fmt.Errorf("%q is no address", text)
		}
		octets = append(octets, byte(n))
	}
	if len(octets) != 4 {
		return Value{}, fmt.Errorf("%q is no address", text)
	}
	return Value{TagIPAddress, string(octets)}, nil
}

// Write writes the tree as a recording.
func (t *Tree) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	for oid, value := range t.All() {
		kind, text := formatValue(value)
		fmt.Fprintf(out, "%s|%s|%s\n", oid, kind, text)
	}
	return out.Flush()
}

// formatValue is the opposite of parseValue. What has no content in a number's place becomes NULL:
// recordings have no word for it.
func formatValue(v Value) (kind, text string) {
	content := []byte(v.Data)
	kind = strconv.Itoa(int(v.Tag))
	switch v.Tag {
	case TagInteger:
		if n, ok := readInt(content); ok {
			return kind, strconv.FormatInt(n, 10)
		}
	case TagCounter32, TagGauge32, TagTimeTicks, TagCounter64, TagUinteger32:
		if n, ok := readUint(content); ok {
			return kind, strconv.FormatUint(n, 10)
		}
	case TagObjectID:
		if oid, ok := readOID(content); ok {
			return kind, oid.String()
		}
	case TagOctetString:
		if printable(v.Data) {
			return kind, v.Data
		}
		return kind + "x", hex.EncodeToString(content)
	case TagIPAddress, TagOpaque:
		return kind + "x", hex.EncodeToString(content)
	}
	return strconv.Itoa(TagNull), ""
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
