package collector

import (
	"math"
	"strconv"
	"strings"
)

// headOf returns the lines in front of a family's samples in the text format.
func headOf(f *family) string {
	help := strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(f.help)
	kind := strings.ToLower(f.metricType().String())
	return "# HELP " + f.name + " " + help + "\n# TYPE " + f.name + " " + kind + "\n"
}

// write renders the samples in the text format, version 0.0.4, as package expfmt does, without its way
// over protocol buffers.
func (x *gathering) write() []byte {
	b := x.text[:0]
	var last *family
	for _, s := range x.order {
		if s.family != last {
			last = s.family
			b = append(b, last.head...)
		}
		b = s.appendText(b)
	}
	x.text = b
	return b
}

// appendText appends the line of a sample.
func (s *sample) appendText(b []byte) []byte {
	b = append(b, s.family.name...)
	before := byte('{')
	for i, value := range s.values() {
		if value == "" {
			continue
		}
		b = append(append(append(b, before), s.family.names[i]...), '=', '"')
		b = append(appendEscaped(b, value), '"')
		before = ','
	}
	if before == ',' {
		b = append(b, '}')
	}
	return append(appendNumber(append(b, ' '), s.value), '\n')
}

// appendEscaped appends the value of a label.
func appendEscaped(b []byte, text string) []byte {
	if !strings.ContainsAny(text, "\\\n\"") {
		return append(b, text...)
	}
	for i := range len(text) {
		switch c := text[i]; c {
		case '\\', '"':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, c)
		}
	}
	return b
}

// appendNumber appends a value as the text format has it.
func appendNumber(b []byte, value float64) []byte {
	switch {
	case value == 0: // -0 as well
		return append(b, '0')
	case value == math.Trunc(value) && math.Abs(value) < 1e6:
		return strconv.AppendInt(b, int64(value), 10)
	}
	return strconv.AppendFloat(b, value, 'g', -1, 64)
}
